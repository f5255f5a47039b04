// SPDX-License-Identifier: BSL-1.0
#pragma once
// How far rounding may take the elements of an expression: K eps |A||B|, worked out from the data
// by plain loops over the tree as it was written.

#include <algorithm>
#include <cmath>
#include <limits>

#include <tessera/tessera.hpp>

namespace support {

using namespace tessera;

/// The elements' moduli, as they are where nothing cancels, and how often each is rounded at most.
struct bounded {
  matrix<double> size;
  double roundings;

  /// One row or column stretches.
  double at(index_t i, index_t j) const {
    return size(size.rows() == 1 ? 0 : i, size.cols() == 1 ? 0 : j);
  }
};

/// Element (i, j) is of(i, j).
template<class F>
bounded bounded_by(extents n, double roundings, F const& of) {
  bounded b{matrix<double>(n.rows, n.cols), roundings};
  for (index_t i = 0; i < n.rows; ++i)
    for (index_t j = 0; j < n.cols; ++j) b.size(i, j) = of(i, j);
  return b;
}

inline bounded operator*(bounded const& a, bounded const& b) {
  index_t const k = a.size.cols();
  return bounded_by({a.size.rows(), b.size.cols()}, a.roundings + b.roundings + double(k),
                    [&](index_t i, index_t j) {
                      double sum = 0;
                      for (index_t p = 0; p < k; ++p) sum += a.size(i, p) * b.size(p, j);
                      return sum;
                    });
}

// One overload for each node that the rules of a reassociating row meet.
struct bound_of {
  template<class T, class S, class D>
  bounded operator()(matrix_view<T, S, D> const& v) const {
    return bounded_by(extents_of(v), 0,
                      [&](index_t i, index_t j) { return std::abs(double(v(i, j))); });
  }
  template<class T>
  bounded operator()(scalar<T> const& s) const {
    return bounded_by({1, 1}, 0, [&](index_t, index_t) { return std::abs(double(s.value)); });
  }
  template<class G, class T, class S>
  bounded operator()(generated<G, T, S> const& e) const {
    return bounded_by(e.n, 0, [&](index_t i, index_t j) { return std::abs(double(e(i, j))); });
  }
  template<class A, class B>
  bounded operator()(product<A, B> const& e) const {
    return (*this)(e.a) * (*this)(e.b);
  }
  template<class X, class Y>
  bounded operator()(inner_product<X, Y> const& e) const {
    return along<per::row>((*this)(e.x)) * along<per::column>((*this)(e.y));
  }
  template<class A>
  bounded operator()(transposed<A> const& e) const {
    bounded const a = (*this)(e.a);
    return bounded_by(extents_of(e), a.roundings,
                      [&](index_t i, index_t j) { return a.size(j, i); });
  }
  template<class A, class S>
  bounded operator()(sliced<A, S> const& e) const {
    bounded const a = (*this)(e.a);
    return bounded_by(e.n, a.roundings,
                      [&](index_t i, index_t j) { return a.size(e.i + i, e.j + j); });
  }
  template<class A>
  bounded operator()(picked<A> const& e) const {
    bounded const a = (*this)(e.a);
    return bounded_by({1, 1}, a.roundings, [&](index_t, index_t) { return a.size(e.i, e.j); });
  }
  template<class A>
  bounded operator()(diagonal_of<A> const& e) const {
    bounded const a = (*this)(e.a);
    return bounded_by(extents_of(e), a.roundings, [&](index_t i, index_t) { return a.size(i, i); });
  }
  template<class X>
  bounded operator()(diagonal_matrix_of<X> const& e) const {
    bounded const x = along<per::row>((*this)(e.x));
    return bounded_by(extents_of(e), x.roundings,
                      [&](index_t i, index_t j) { return i == j ? x.size(0, i) : 0; });
  }
  /// Sums grow; an extreme is one of its elements.
  template<class R, per Each, class A>
  bounded operator()(reduced<R, Each, A> const& e) const {
    constexpr bool adds = std::is_same_v<R, simd::adds>;
    bounded const a = (*this)(e.a);
    extents const all{a.size.rows(), a.size.cols()};
    bounded b =
        bounded_by(extents_of(e), a.roundings + (adds ? double(reduced_count<Each>(all)) : 0.0),
                   [](index_t, index_t) { return 0.0; });
    for (index_t i = 0; i < all.rows; ++i)
      for (index_t j = 0; j < all.cols; ++j) {
        double& to = b.size(Each == per::row ? i : 0, Each == per::column ? j : 0);
        to = adds ? to + a.size(i, j) : std::max(to, a.size(i, j));
      }
    return b;
  }
  /// |f(x) - f(y)| <= |x - y| for every f of one operand that is bounded here: -x, relu, abs.
  template<class F, class A>
  bounded operator()(mapped<F, A> const& e) const {
    bounded a = (*this)(hana::front(e.args));
    a.roundings += 1;
    return a;
  }
  template<class F, class A, class B>
  bounded operator()(mapped<F, A, B> const& e) const {
    bounded const a = (*this)(hana::front(e.args)), b = (*this)(hana::back(e.args));
    constexpr bool multiplies = std::is_same_v<F, simd::times>,
                   divides = std::is_same_v<F, simd::over>;
    double const ab = a.roundings + b.roundings, either = std::max(a.roundings, b.roundings);
    return bounded_by(extents_of(e), 1 + (multiplies || divides ? ab : either),
                      [&](index_t i, index_t j) {
                        double const x = a.at(i, j), y = b.at(i, j);
                        return multiplies ? x * y : divides ? x / y : x + y;
                      });
  }

private:
  /// A vector as a row or a column.
  template<per Each>
  static bounded along(bounded const& x) {
    index_t const n = x.size.rows() * x.size.cols();
    return bounded_by(Each == per::row ? extents{1, n} : extents{n, 1}, x.roundings,
                      [&](index_t i, index_t j) { return x.at(i + j, i + j); });
  }
};

/// The number of elements of x and y that are further apart than the bound allows; 0 is what tests
/// want.
template<class X, class Y>
int apart(X const& x, Y const& y, bounded const& e) {
  constexpr double eps = std::numeric_limits<value_of<X>>::epsilon();
  int far = 0;
  for (index_t i = 0; i < x.rows(); ++i)
    for (index_t j = 0; j < x.cols(); ++j)
      far += !(std::abs(double(x(i, j)) - double(y(i, j))) <= e.roundings * eps * e.size(i, j));
  return far;
}

}  // namespace support
