// SPDX-License-Identifier: BSL-1.0
// Outer products: ger, and chains and updates that meet one.

#include "support/table.hpp"

using namespace table;

TEST_CASE("table: ger") {
  using namespace table::known;
  using Outer = product<Y, t<X>>;
  line(y * transpose(x)).is<Outer>(1, 0, m + k + mk, exact);
  line(x * transpose(x)).is<product<X, t<X>>>(1, 0, k + kk, exact);
  line(2 * (y * transpose(x))).is<finished<Outer, scaled<acc_as<M, K>>>>(1, 0, m + k + mk, exact);
  line(2 * y * transpose(x)).is<finished<Outer, scaled<acc_as<M, K>>>>(1, 0, m + k + mk, rounds);
  line(a + y * transpose(x))
      .is<finished<Outer, total<A, acc_as<M, K>>>>(1, 0, m + k + 2 * mk, exact);
  line(a - 2 * y * transpose(x))
      .is<finished<Outer, difference<A, scaled<acc_as<M, K>>>>>(1, 0, m + k + 2 * mk, rounds);
  line(transpose(y * transpose(x))).is<product<X, t<Y>>>(1, 0, m + k + mk, exact);
}

TEST_CASE("table: sums of outer products") {
  using namespace table::known;
  line(y * transpose(x) + y2 * transpose(x2))
      .is<either<
          product<Y, total<t<X>, t<X>>>,
          either<product<total<Y, Y>, t<X>>, sum_of_products<list<Y, Y>, list<t<X>, t<X>>>>>>(
          1, 0, 2 * m + 2 * k + mk, rounds);
  line(a * b + y * transpose(z))
      .is<sum_of_products<list<A, Y>, list<B, t<Z>>>>(1, 0, mk + kn + m + n + mn, rounds);
}

TEST_CASE("table: chains with an outer product") {
  using namespace table::known;
  line(a * x * transpose(z) * s)
      .is<product<product<A, X>, product<t<Z>, S>>>(3, 2, mk + k + n + nn + mn + 2 * (m + n),
                                                    rounds);
  line(y * transpose(x) * b)
      .is<product<Y, product<t<X>, B>>>(2, 1, m + k + kn + mn + 2 * n, rounds);
  line(y * transpose(z) * z2)
      .is<product<Y, product<t<Z>, Z>>>(2, 1, m + 2 * n + m + 2 * one, rounds);
  line(y * transpose(x) * b * z)
      .is<product<Y, product<t<X>, product<B, Z>>>>(3, 2, m + k + kn + n + m + 2 * (k + one),
                                                    rounds);
}

TEST_CASE("table: updates by an outer product") {
  using namespace table::known;
  line((c + y * transpose(z)) * z2)
      .is<sum_of_products<list<C, Y>, list<Z, product<t<Z>, Z>>>>(
          2, 1, mn + m + 2 * n + m + 2 * one, rounds);
  line((c - y * transpose(z)) * z2)
      .is<sum_of_products<list<C, minus_<Y>>, list<Z, product<t<Z>, Z>>>>(
          2, 1, mn + m + 2 * n + m + 2 * one, rounds);
  line(transpose(y2) * (c + y * transpose(z)))
      .is<sum_of_products<list<t<Y>, product<t<Y>, Y>>, list<C, t<Z>>>>(
          2, 1, 2 * m + mn + n + n + 2 * one, rounds);
  line(c * z2 + y * (transpose(z) * z2))
      .is<sum_of_products<list<C, Y>, list<Z, product<t<Z>, Z>>>>(
          2, 1, mn + m + 2 * n + m + 2 * one, rounds);
  line((c + y * transpose(z)) * s)
      .is<product<finished<product<Y, t<Z>>, total<C, acc>>, S>>(
          2, 1, mn + m + n + nn + mn + 2 * mn, exact);
}

TEST_CASE("table: outer products of run-time extents") {
  using namespace table::run_time;
  line(y * transpose(x)).is<product<Y, t<X>>>(1, 0, m + k + mk, exact);
  line(a * x * transpose(z) * s)
      .is<product_chain<A, X, t<Z>, S>>(3, 2, mk + k + n + nn + mn + 2 * (m + n), rounds);
}
