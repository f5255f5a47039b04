// SPDX-License-Identifier: BSL-1.0
// Outer products: ger, and chains and updates that meet one.

#include "support/table.hpp"

using namespace table;

/// A column and a row that stretch.
template<class X, class Y>
using outer = mapped<times, X, Y>;

TEST_CASE("table: ger") {
  using namespace table::known;
  using Outer = outer<Y, t<X>>;
  line(y * transpose(x)).is<Outer>(1, 0, m + k + mk, rounds);
  line(x * transpose(x)).is<outer<X, t<X>>>(1, 0, k + kk, rounds);
  line(2 * (y * transpose(x))).is<scaled<Outer>>(1, 0, m + k + mk, rounds);
  line(2 * y * transpose(x)).is<scaled<Outer>>(1, 0, m + k + mk, rounds);
  line(a + y * transpose(x)).is<total<A, Outer>>(1, 0, m + k + 2 * mk, rounds);
  line(a - 2 * y * transpose(x)).is<difference<A, scaled<Outer>>>(1, 0, m + k + 2 * mk, rounds);
  line(transpose(y * transpose(x))).is<outer<X, t<Y>>>(1, 0, m + k + mk, rounds);
  line(diagonal(y * transpose(y2))).is<hadamard<Y, Y>>(1, 0, 3 * m, rounds);
  line(trace(y * transpose(y2))).is<sum_of<per::matrix, hadamard<Y, Y>>>(1, 0, 2 * m + one, rounds);
}

TEST_CASE("table: sums of outer products") {
  using namespace table::known;
  line(y * transpose(x) + y2 * transpose(x2))
      .is<total<outer<Y, t<X>>, outer<Y, t<X>>>>(1, 0, 2 * m + 2 * k + mk, rounds);
  line(a * b + y * transpose(z))
      .is<finished<AB, total<acc, outer<Y, t<Z>>>>>(1, 0, mk + kn + m + n + mn, rounds);
}

TEST_CASE("table: chains with an outer product") {
  using namespace table::known;
  line(a * x * transpose(z) * s)
      .is<outer<product<A, X>, product<t<Z>, S>>>(3, 2, mk + k + n + nn + mn + 2 * (m + n), rounds);
  line(y * transpose(x) * b).is<outer<Y, product<t<X>, B>>>(2, 1, m + k + kn + mn + 2 * n, rounds);
  line(y * transpose(z) * z2).is<outer<Y, product<t<Z>, Z>>>(2, 1, m + 2 * n + m + 2 * one, rounds);
  line(y * transpose(x) * b * z)
      .is<outer<Y, product<t<X>, product<B, Z>>>>(3, 2, m + k + kn + n + m + 2 * (k + one), rounds);
}

TEST_CASE("table: updates by an outer product") {
  using namespace table::known;
  using CZ = product<C, Z>;
  line((c + y * transpose(z)) * z2)
      .is<finished<CZ, total<acc_as<M, 1>, outer<Y, product<t<Z>, Z>>>>>(
          2, 1, mn + m + 2 * n + m + 2 * one, rounds);
  line((c - y * transpose(z)) * z2)
      .is<finished<CZ, difference<acc_as<M, 1>, outer<Y, product<t<Z>, Z>>>>>(
          2, 1, mn + m + 2 * n + m + 2 * one, rounds);
  line(transpose(y2) * (c + y * transpose(z)))
      .is<finished<product<t<Y>, C>, total<acc_as<1, N>, outer<product<t<Y>, Y>, t<Z>>>>>(
          2, 1, 2 * m + mn + n + n + 2 * one, rounds);
  line(c * z2 + y * (transpose(z) * z2))
      .is<finished<CZ, total<acc_as<M, 1>, outer<Y, product<t<Z>, Z>>>>>(
          2, 1, mn + m + 2 * n + m + 2 * one, rounds);
  line((c + y * transpose(z)) * s)
      .is<product<total<C, outer<Y, t<Z>>>, S>>(1, 0, mn + m + n + nn + mn, rounds);
}

TEST_CASE("table: outer products of run-time extents") {
  using namespace table::run_time;
  line(y * transpose(x)).is<outer<Y, t<X>>>(1, 0, m + k + mk, rounds);
  line(a * x * transpose(z) * s)
      .is<outer<product<A, X>, product<t<Z>, S>>>(3, 2, mk + k + n + nn + mn + 2 * (m + n), rounds);
}
