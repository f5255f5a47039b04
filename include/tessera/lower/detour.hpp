// SPDX-License-Identifier: BSL-1.0
#pragma once
// C = e, where C has another shape than e, or e still reads what would be overwritten: e is
// computed elsewhere, and C takes over the memory or the elements. Nothing here knows e, so it is
// compiled once for each kind of C.

#include <cstring>

#include <tessera/lower/run.hpp>

namespace tessera::inline TESSERA_ISA::lowering {

/// Can the extents of D follow those of an expression?
template<class D>
concept resizable = is_matrix<D> && !shape_of<D>::is_static;

/// Strides of n elements that lie as those of a D do, with no more gaps than its known strides
/// make.
template<class D>
constexpr extents dense_strides(extents n) {
  using S = typename D::strides_type;
  index_t const col = S::col != dynamic ? S::col : S::row != dynamic ? S::row * n.rows : 1;
  return {S::row != dynamic ? S::row : col * n.cols, col};
}

/// Elements of a D that are not in it. None before they are asked for, once.
template<class D>
class detour {
  using T = value_of<D>;
  using S = shape_of<D>;
  using strides = typename D::strides_type;

  static constexpr index_t span_of(extents n) {
    auto const [row, col] = dense_strides<D>(n);
    return (n.rows - 1) * row + (n.cols - 1) * col + 1;
  }
  // Few elements, as many as is known, stay right here.
  static constexpr index_t near_span = [] {
    if constexpr (!S::is_static || S::rows == 0 || S::cols == 0) return 0;
    else if constexpr (constexpr index_t n = span_of({S::rows, S::cols});
                       fits_in_place<T, shape<1, n>>)
      return n;
    else return 0;
  }();

public:
  constexpr detour() {}
  constexpr ~detour() {
    if (where_ > near) release();
  }
  detour(detour const&) = delete;
  detour& operator=(detour const&) = delete;

  constexpr bool is_taken() const { return where_ != nowhere; }

  /// For an e of another shape. Throws: std::bad_alloc.
  [[gnu::noinline, gnu::cold]] T* replacement(index_t rows, index_t cols)
    requires resizable<D>
  {
    ::new (&owned_) D(uninitialized, extents{rows, cols});
    where_ = replacing;
    return owned_.data();
  }

  /// For an e that reads what would be overwritten: from the workspace, if there is one.
  /// Throws: std::bad_alloc, workspace_error.
  TESSERA_INLINE T* temporary(workspace* ws, extents n) {
    if constexpr (near_span == 0) return temporary_of(ws, span_of(n));
    else {
      ::new (&near_) decltype(near_)(uninitialized, {1, near_span});
      where_ = near;
      return near_.data();
    }
  }

  /// c takes over what was computed.
  [[gnu::noinline, gnu::cold]] void arrive(std::conditional_t<is_view<D>, D const, D>& c) {
    if constexpr (resizable<D>)
      if (where_ == replacing) {
        c = std::move(owned_);
        return;
      }
    auto const d = as_view(c);
    auto n = extents_of(d);
    auto from = dense_strides<D>(n);
    extents to{d.row_stride(), d.col_stride()};
    if (strides::row == 1)
      n = {n.cols, n.rows}, from = {from.cols, from.rows}, to = {to.cols, to.rows};
    for (index_t i = 0; i < n.rows; ++i)
      copy_line(data() + i * from.rows, from.cols, d.data() + i * to.rows, to.cols, n.cols);
  }

private:
  [[gnu::noinline, gnu::cold]] T* temporary_of(workspace* ws, index_t n) {
    if (ws) {
      ::new (&lent_) scratch<T>(*ws, n);
      where_ = lent;
    } else {
      ::new (&bought_) buffer<T>(uninitialized, n);
      where_ = bought;
    }
    return data();
  }
  static void copy_line(T const* from, index_t step, T* to, index_t to_step, index_t n) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (step == 1 && to_step == 1) std::memcpy(to, from, std::size_t(n) * sizeof(T));
    else
      for (; n > 0; --n, from += step, to += to_step) *to = *from;
  }
  T* data() {
    if (where_ == near) return near_.data();
    return where_ == lent ? lent_.data() : bought_.data();
  }
  [[gnu::noinline, gnu::cold]] void release() noexcept {
    if (where_ == lent) lent_.~scratch<T>();
    if (where_ == bought) bought_.~buffer<T>();
    if constexpr (resizable<D>)
      if (where_ == replacing) owned_.~D();
  }

  enum { nowhere, near, lent, bought, replacing } where_ = nowhere;
  union {
    elements<T, 1, near_span> near_;
    scratch<T> lent_;
    buffer<T> bought_;
    std::conditional_t<resizable<D>, D, char> owned_;
  };
};

}  // namespace tessera::inline TESSERA_ISA::lowering
