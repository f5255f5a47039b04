// SPDX-License-Identifier: BSL-1.0
#pragma once
// Somebody else's matrix as a view: Eigen's matrices and maps, whatever has the shape of an mdspan,
// the standard containers. They are known by what they look like; no header of theirs is included.

#include <array>
#include <iterator>
#include <span>

#include <tessera/expr/views.hpp>

namespace tessera::inline TESSERA_ISA {

/// How the elements of an M lie in memory: the one thing to specialise for a type of one's own.
///   static auto show(auto& m)      a matrix_view of m; m may be const
///   static constexpr bool borrows  true where the elements live on when m is gone
template<class M>
struct foreign_matrix {};

namespace foreign {

template<class T>
concept number = std::is_arithmetic_v<T> || simd::is_complex<T>;

/// An extent or a stride that the other library knows, unless it says `Unknown`.
template<auto N, auto Unknown>
inline constexpr index_t known = N == Unknown ? dynamic : static_cast<index_t>(N);

// --- Eigen

template<class M>
concept eigen_like = requires(M& m) {
  { *m.data() } -> std::convertible_to<typename M::Scalar>;
  { m.rows() } -> std::convertible_to<index_t>;
  { m.cols() } -> std::convertible_to<index_t>;
  { m.innerStride() } -> std::convertible_to<index_t>;
  { m.outerStride() } -> std::convertible_to<index_t>;
  { bool(M::IsRowMajor) } -> std::same_as<bool>;
  { index_t(M::RowsAtCompileTime) + index_t(M::ColsAtCompileTime) } -> std::same_as<index_t>;
};

/// The distances of neighbours in a row or column, and of those; Eigen::Dynamic is -1.
template<class M>
inline constexpr index_t inner_stride = dynamic;
template<class M>
  requires requires { M::InnerStrideAtCompileTime; }
inline constexpr index_t inner_stride<M> = known<int(M::InnerStrideAtCompileTime), -1>;
template<class M>
inline constexpr index_t outer_stride = dynamic;
template<class M>
  requires requires { M::OuterStrideAtCompileTime; }
inline constexpr index_t outer_stride<M> = known<int(M::OuterStrideAtCompileTime), -1>;

// --- mdspan

template<class M>
concept mdspan_like = requires(M& m) {
  requires M::rank() == 2;
  { m.extent(0) } -> std::convertible_to<index_t>;
  { m.stride(0) } -> std::convertible_to<index_t>;
  { M::static_extent(0) } -> std::convertible_to<std::size_t>;
};

template<class M>
concept reads_what_lies_there =
    !requires { typename M::reference; } || std::is_lvalue_reference_v<typename M::reference>;

constexpr auto* address(mdspan_like auto& m) {
  if constexpr (requires { m.data_handle(); }) return m.data_handle();
  else return m.data();
}

template<class M, int Dimension>
inline constexpr index_t static_extent =
    known<std::size_t(M::static_extent(Dimension)), std::dynamic_extent>;

/// Stride `Dimension` as M's mapping, which follows from the extents alone, makes it of rows x
/// cols.
template<class M, int Dimension>
constexpr index_t stride_for(int rows, int cols) {
  using E = typename M::extents_type;
  using index = typename E::index_type;
  constexpr index_t r = static_extent<M, 0>, c = static_extent<M, 1>;
  typename M::mapping_type const mapping(
      E(r == dynamic ? index(rows) : index(r), c == dynamic ? index(cols) : index(c)));
  return static_cast<index_t>(mapping.stride(Dimension));
}

/// A stride that is the same for any extents is known; a mapping that holds more than extents may
/// have any.
template<class M, int Dimension>
constexpr index_t known_stride() {
  if constexpr (requires {
                  requires sizeof(typename M::mapping_type) == sizeof(typename M::extents_type);
                  typename std::bool_constant<(stride_for<M, Dimension>(2, 3) != 0)>;
                }) {
    constexpr index_t n = stride_for<M, Dimension>(2, 3);
    if (stride_for<M, Dimension>(3, 2) == n && stride_for<M, Dimension>(5, 7) == n) return n;
  }
  return dynamic;
}

// --- ranges

/// How many items a range of this type has, or `dynamic`.
template<class Range>
inline constexpr index_t count_of = dynamic;
template<class T, std::size_t N>
inline constexpr index_t count_of<std::array<T, N>> = index_t(N);
template<class T, std::size_t N>
inline constexpr index_t count_of<T[N]> = index_t(N);
template<class T, std::size_t N>
inline constexpr index_t count_of<std::span<T, N>> = known<N, std::dynamic_extent>;

/// What lies one after the other. (<ranges> would say the same, for 5 % of our headers' time.)
template<class R>
concept memory_range = requires(R& items) {
  requires std::contiguous_iterator<decltype(std::begin(items))>;
  std::size(items);
};

template<memory_range R>
using item_of = std::iter_value_t<decltype(std::begin(std::declval<R&>()))>;

template<class R>
concept range_of_numbers = memory_range<R> && number<item_of<R>>;

/// One row after the other, each of as many numbers as its type says.
template<class R>
concept range_of_rows = memory_range<R> && range_of_numbers<item_of<R>> &&
                        count_of<item_of<R>> > 0 &&
                        sizeof(item_of<R>) ==
                            sizeof(item_of<item_of<R>>) * std::size_t(count_of<item_of<R>>);

}  // namespace foreign

template<foreign::eigen_like M>
struct foreign_matrix<M> {
  /// A matrix is the plain object of its own type, a map or a block is not. What can be made of
  /// any expression, as a Ref of const can, may own the value of one.
  static constexpr bool borrows =
      !std::is_same_v<typename M::PlainObject, M> &&
      !(std::is_constructible_v<M, typename M::PlainObject const&> &&
        std::is_const_v<std::remove_pointer_t<decltype(std::declval<M&>().data())>>);

  static constexpr auto show(auto& m) {
    constexpr index_t inner = foreign::inner_stride<M>, outer = foreign::outer_stride<M>;
    constexpr bool rows = M::IsRowMajor;
    using T = std::remove_pointer_t<decltype(m.data())>;
    using Shape = shape<foreign::known<int(M::RowsAtCompileTime), -1>,
                        foreign::known<int(M::ColsAtCompileTime), -1>>;
    return matrix_view<T, Shape, strides<rows ? outer : inner, rows ? inner : outer>>(
        m.data(), {m.rows(), m.cols()}, rows ? m.outerStride() : m.innerStride(),
        rows ? m.innerStride() : m.outerStride());
  }
};

template<foreign::mdspan_like M>
  requires foreign::reads_what_lies_there<M>
struct foreign_matrix<M> {
  static constexpr bool borrows = true;

  static constexpr auto show(auto& m) {
    using T = std::remove_pointer_t<decltype(foreign::address(m))>;
    using Shape = shape<foreign::static_extent<M, 0>, foreign::static_extent<M, 1>>;
    using Strides = strides<foreign::known_stride<M, 0>(), foreign::known_stride<M, 1>()>;
    return matrix_view<T, Shape, Strides>(
        foreign::address(m), {static_cast<index_t>(m.extent(0)), static_cast<index_t>(m.extent(1))},
        static_cast<index_t>(m.stride(0)), static_cast<index_t>(m.stride(1)));
  }
};

template<foreign::range_of_numbers R>
struct foreign_matrix<R> {
  static constexpr bool borrows = std::ranges::enable_borrowed_range<R>;

  static constexpr auto show(auto& items) {
    using T = std::remove_pointer_t<decltype(std::data(items))>;
    constexpr index_t count = foreign::count_of<R>;
    auto const n = static_cast<index_t>(std::size(items));
    return matrix_view<T, shape<1, count>, strides<count, 1>>(std::data(items), {1, n}, n, 1);
  }
};

template<foreign::range_of_rows R>
struct foreign_matrix<R> {
  static constexpr bool borrows = std::ranges::enable_borrowed_range<R>;

  static constexpr auto show(auto& rows) {
    constexpr index_t cols = foreign::count_of<foreign::item_of<R>>;
    auto const n = static_cast<index_t>(std::size(rows));
    // Of no rows there is no first one to ask.
    auto* const first = n == 0 ? nullptr : std::data(*std::data(rows));
    using T = std::remove_pointer_t<decltype(std::data(*std::data(rows)))>;
    return matrix_view<T, shape<foreign::count_of<R>, cols>, strides<cols, 1>>(first, {n, cols},
                                                                               cols, 1);
  }
};

namespace foreign {

template<class M>
concept shown = requires(std::remove_reference_t<M>& m) {
  requires is_view<decltype(foreign_matrix<std::remove_cvref_t<M>>::show(m))>;
};

template<class M>
inline constexpr bool has_bits = false;
template<class M>
  requires requires(typename M::reference bit) { bit.flip(); }
inline constexpr bool has_bits<M> = true;

template<class M>
concept in_one_piece =
    shown<M> || !requires(M& rows) { std::begin(*std::begin(rows)); } ||
    because<
        "view_of(m): rows that each own their elements are not one piece of memory: copy them into a matrix">;

template<class M>
concept has_elements =
    shown<M> || !has_bits<std::remove_cvref_t<M>> ||
    because<"view_of(m): a std::vector<bool> holds bits, no elements: copy it into a matrix">;

template<class M>
concept known_matrix =
    in_one_piece<std::remove_cvref_t<M>> && has_elements<M> &&
    (shown<M> || because<"view_of(m): nothing is known about m: specialise foreign_matrix">);

template<class M>
concept stays = std::is_lvalue_reference_v<M> || foreign_matrix<std::remove_cvref_t<M>>::borrows ||
                because<"view_of(m): m is a temporary that owns its elements: give it a name">;

}  // namespace foreign

/// All elements of a foreign matrix, where they are; of const elements where m is const. Extents
/// and strides that its type knows are known. A std::vector, a std::array or a span is a row; one
/// of std::array has them for rows.
/// Throws: shape_error where a stride is negative.
template<class M>
  requires foreign::known_matrix<M> && foreign::stays<M>
constexpr auto view_of(M&& m) {
  auto const v = foreign_matrix<std::remove_cvref_t<M>>::show(m);
  if (v.row_stride() < 0 || v.col_stride() < 0)
    throw_shape_error("view_of(m): strides (second) must not be negative", extents_of(v),
                      {v.row_stride(), v.col_stride()});
  return v;
}

}  // namespace tessera::inline TESSERA_ISA
