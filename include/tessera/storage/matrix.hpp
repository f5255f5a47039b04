// SPDX-License-Identifier: BSL-1.0
#pragma once
// The matrix that owns its elements: in place where both extents are known to the compiler, on
// 64-byte aligned memory where one is not.

#include <algorithm>
#include <initializer_list>

#include <tessera/storage/elements.hpp>
#include <tessera/storage/view.hpp>

namespace tessera::inline TESSERA_ISA {

/// An element of a vector's initialiser. Unlike T itself it is a poor match for a row in braces of
/// its own.
template<class T>
struct initializer_item {
  T value;
  constexpr initializer_item(T const& v) : value(v) {}
};

/// Rows x Cols elements of T, each extent known to the compiler or `dynamic`.
/// Built from extents it holds zeros. Built from, or assigned, an expression it holds its value, as
/// by `eval<tiled>`; a run-time extent then follows the expression's.
/// Throws: shape_error where a known extent and a run-time one differ or one is negative;
/// std::bad_alloc where the memory is not to be had.
template<class T, index_t Rows = dynamic, index_t Cols = dynamic, class Layout = row_major>
class matrix : public node {
  static_assert(Rows >= 0 || Rows == dynamic, "matrix: an extent must not be negative");
  static_assert(Cols >= 0 || Cols == dynamic, "matrix: an extent must not be negative");
  static_assert(std::is_same_v<T, std::remove_cv_t<T>>,
                "matrix: the element type must not be const");

  // Is there a matrix(rows, cols), a matrix(n)?
  template<std::size_t Count>
  static constexpr bool takes_extents = (Rows == dynamic || Cols == dynamic) &&
                                        (Count == 2 || (Count == 1 && (Rows == 1 || Cols == 1)));

public:
  using value_type = T;
  using shape_type = shape<Rows, Cols>;
  using layout_type = Layout;
  using strides_type = typename Layout::template strides_for<shape_type>;

  /// Known extents: zeros. A run-time extent: empty.
  constexpr matrix() : elements_(extents{Rows == dynamic ? 0 : Rows, Cols == dynamic ? 0 : Cols}) {}

  constexpr matrix(index_t rows, index_t cols)
    requires(!shape_type::is_static)
      : elements_(checked({rows, cols})) {}

  constexpr matrix(uninitialized_t, extents n) : elements_(uninitialized, checked(n)) {}

  /// A row or a column of n zeros.
  constexpr explicit matrix(index_t n)
    requires(!shape_type::is_static && (Rows == 1 || Cols == 1))
      : matrix(Rows == 1 ? 1 : n, Rows == 1 ? n : 1) {}
  template<class X, class... Y>
    requires(!expression<X> &&
             (container<X> || (std::is_arithmetic_v<X> && !takes_extents<1 + sizeof...(Y)> &&
                               (std::is_arithmetic_v<Y> && ...))))
  matrix(refused<X, "matrix: extents are (rows, cols), elements {{1, 2}, {3, 4}} or view_of(v)">,
         Y...) = delete;

  /// `matrix<float> M{{1, 2}, {3, 4}}`. Throws shape_error where the rows differ in length.
  constexpr matrix(std::initializer_list<std::initializer_list<std::type_identity_t<T>>> rows)
      : matrix(uninitialized,
               {index_t(rows.size()), rows.size() == 0 ? 0 : index_t(rows.begin()->size())}) {
    fill_rows(rows);
  }

  /// `matrix M({{1.f, 2.f}, {3.f, 4.f}})` deduces `matrix<float, 2, 2>`.
  template<std::size_t R, std::size_t C>
    requires(same_extent<index_t(R), Rows> && same_extent<index_t(C), Cols>)
  constexpr matrix(T const (&rows)[R][C]) : matrix(uninitialized, {index_t(R), index_t(C)}) {
    fill_rows(rows);
  }

  /// `row_vector<float> b{1, 2, 3}`.
  constexpr matrix(std::initializer_list<initializer_item<T>> items)
    requires(Rows == 1 || Cols == 1)
      : matrix(uninitialized,
               {Rows == 1 ? 1 : index_t(items.size()), Rows == 1 ? index_t(items.size()) : 1}) {
    index_t i = 0;
    for (initializer_item<T> const& x : items) data()[i++] = x.value;
  }

  /// The value of an expression, by the default policy.
  template<class E>
    requires expression<E> && assignable_shape<matrix, E> && holds_elements_of<matrix, E>
  constexpr matrix(E const& e) : matrix() {
    assign_with(*this, e);
  }
  template<class E>
    requires(expression<E> && !assignable_shape<matrix, E>)
  matrix(refused<E, "C = e: C must have the shape of e">) = delete;
  template<class E>
    requires(expression<E> && assignable_shape<matrix, E> && !holds_elements_of<matrix, E>)
  matrix(refused<E, "C = e: the elements of C must be able to hold those of e">) = delete;

  constexpr matrix(matrix const&) = default;
  constexpr matrix(matrix&&) = default;
  constexpr matrix& operator=(matrix const&) & = default;
  constexpr matrix& operator=(matrix&&) & = default;

  /// The value of an expression; or a number, which fills the matrix as it is.
  template<class E>
    requires assignable<matrix, E>
  TESSERA_INLINE constexpr matrix& operator=(E const& e) & {
    assign_with(*this, e);
    return *this;
  }
  // A temporary would take the value with it. (What does not fit has no constructor either.)
  template<class E>
    requires(expression<E> && assignable<matrix, E>)
  void operator=(refused<E, "C = e: C must have a name and not be const">) const& = delete;

  constexpr index_t rows() const { return Rows == dynamic ? elements_.size().rows : Rows; }
  constexpr index_t cols() const { return Cols == dynamic ? elements_.size().cols : Cols; }
  constexpr index_t size() const { return rows() * cols(); }
  constexpr index_t row_stride() const { return Layout::row_stride({rows(), cols()}); }
  constexpr index_t col_stride() const { return Layout::col_stride({rows(), cols()}); }

  /// The leading dimension: cols() where rows are contiguous, rows() where columns are.
  constexpr index_t stride() const { return std::is_same_v<Layout, col_major> ? rows() : cols(); }

  constexpr T* data() { return elements_.data(); }
  constexpr T const* data() const { return elements_.data(); }
  /// All elements in the order of memory.
  constexpr T* begin() { return data(); }
  constexpr T const* begin() const { return data(); }
  constexpr T* end() { return data() + size(); }
  constexpr T const* end() const { return data() + size(); }

  constexpr T& operator()(index_t i, index_t j) { return data()[offset(i, j)]; }
  constexpr T const& operator()(index_t i, index_t j) const { return data()[offset(i, j)]; }

  /// The i-th element of a row or a column.
  template<std::convertible_to<index_t> I>
  constexpr T& operator()(I i) {
    return element_of_vector(*this, i);
  }
  template<std::convertible_to<index_t> I>
  constexpr T const& operator()(I i) const {
    return element_of_vector(*this, i);
  }

private:
  constexpr index_t offset(index_t i, index_t j) const {
    assert(i >= 0 && i < rows() && j >= 0 && j < cols());
    return i * row_stride() + j * col_stride();
  }

  static constexpr extents checked(extents n) {
    if (n.rows < 0 || n.cols < 0) throw_shape_error("matrix: an extent must not be negative", n);
    if ((Rows != dynamic && n.rows != Rows) || (Cols != dynamic && n.cols != Cols))
      throw_shape_error("matrix: a run-time extent must equal the known one",
                        {Rows == dynamic ? n.rows : Rows, Cols == dynamic ? n.cols : Cols}, n);
    return n;
  }

  constexpr void fill_rows(auto const& rows) {
    index_t i = 0;
    for (auto const& row : rows) {
      if (index_t(std::size(row)) != cols())
        throw_shape_error("matrix: all rows of an initialiser must have the same length",
                          {1, cols()}, {1, index_t(std::size(row))});
      index_t j = 0;
      for (T const& value : row) (*this)(i, j++) = value;
      ++i;
    }
  }

  elements<T, Rows, Cols> elements_;
};

template<class T, std::size_t R, std::size_t C>
matrix(T const (&)[R][C]) -> matrix<T, index_t(R), index_t(C)>;

template<class E>
  requires expression<E>
matrix(E const&) -> matrix<value_of<E>, shape_of<E>::rows, shape_of<E>::cols>;

template<class T, index_t N = dynamic>
using col_vector = matrix<T, N, 1>;

template<class T, index_t N = dynamic>
using row_vector = matrix<T, 1, N>;

template<class E>
inline constexpr bool is_matrix = false;
template<class T, index_t R, index_t C, class L>
inline constexpr bool is_matrix<matrix<T, R, C, L>> = true;

template<class T, index_t R, index_t C, class L>
constexpr extents extents_of(matrix<T, R, C, L> const& m) {
  return {m.rows(), m.cols()};
}

}  // namespace tessera::inline TESSERA_ISA
