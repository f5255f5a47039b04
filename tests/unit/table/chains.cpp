// SPDX-License-Identifier: BSL-1.0
// Chains of products: from the left, from the right, from the middle, with vectors.

#include "support/table.hpp"

using namespace table;

TEST_CASE("table: chains of known extents") {
  using namespace table::known;
  // from the right: a temporary of k, not of m x n
  line(a * b * z).is<product<A, product<B, Z>>>(2, 1, mk + kn + n + m + 2 * k, rounds);
  line(a * (b * z)).is<product<A, product<B, Z>>>(2, 1, mk + kn + n + m + 2 * k, lanes);
  line(a * b * s).is<product<A, product<B, S>>>(2, 1, mk + kn + nn + mn + 2 * kn, rounds);
  line(s * s2 * s3 * z)
      .is<product<S, product<S, product<S, Z>>>>(3, 2, 3 * nn + n + n + 2 * 2 * n, rounds);
  // from the left
  line(transpose(y) * a * b).is<product<product<t<Y>, A>, B>>(2, 1, m + mk + kn + n + 2 * k, exact);
  line(transpose(y) * (a * b))
      .is<product<product<t<Y>, A>, B>>(2, 1, m + mk + kn + n + 2 * k, rounds);
  line(q * (s * transpose(c)))
      .is<product<product<Q, S>, t<C>>>(2, 1, rn + nn + mn + mr + 2 * rn, rounds);
  line(transpose(z) * s * s2 * s3)
      .is<product<product<product<t<Z>, S>, S>, S>>(3, 2, n + 3 * nn + n + 2 * 2 * n, exact);
  // from both ends: a temporary of m x 2, one of 2 x n
  line(c * transpose(q) * q * s)
      .is<product<product<C, t<Q>>, product<Q, S>>>(3, 2, mn + rn + nn + mn + 2 * (mr + rn),
                                                    rounds);
  // from the middle: 2 x 2
  line(p * q * transpose(q))
      .is<product<P, gram<Q, t<Q>>>>(2, 1, mr + rn + mr + 2 * R * R * one, rounds);
  line((transpose(z) * s * z2)(0, 0))
      .is<inner_product<product<t<Z>, S>, Z>>(2, 1, n + nn + n + one + 2 * n, rounds);
}

TEST_CASE("table: chains with transposed operands") {
  using namespace table::known;
  line(transpose(b) * transpose(a) * y)
      .is<product<t<B>, product<t<A>, Y>>>(2, 1, mk + kn + m + n + 2 * k, rounds);
  line(transpose(a * b) * y)
      .is<product<t<B>, product<t<A>, Y>>>(2, 1, mk + kn + m + n + 2 * k, rounds);
  line(transpose(a * b * z))
      .is<product<product<t<Z>, t<B>>, t<A>>>(2, 1, mk + kn + n + m + 2 * k, rounds);
  line(transpose(a) * a * x).is<product<t<A>, product<A, X>>>(2, 1, mk + k + k + 2 * m, rounds);
}

TEST_CASE("table: chains beside something else") {
  using namespace table::known;
  line(relu(a * b * z + y))
      .is<finished<product<A, product<B, Z>>, relu_of<total<acc_as<M, 1>, Y>>>>(
          2, 1, mk + kn + n + 2 * m + 2 * k, rounds);
  line(2 * a * b * (3 * z))
      .is<finished<product<A, product<B, Z>>, mapped<times, scaled<number>, acc_as<M, 1>>>>(
          2, 1, mk + kn + n + m + 2 * k, rounds);
  // what is not linear ends a chain
  line(relu(a * b) * s * z)
      .is<product<finished<AB, relu_of<acc>>, product<S, Z>>>(
          3, 2, mk + kn + nn + n + m + 2 * (mn + n), rounds);
}

TEST_CASE("table: chains of run-time extents") {
  using namespace table::run_time;
  // a vector decides the order, whatever the extents
  line(a * b * z).is<product<A, product<B, Z>>>(2, 1, mk + kn + n + m + 2 * k, rounds);
  line(transpose(y) * a * b).is<product<product<t<Y>, A>, B>>(2, 1, m + mk + kn + n + 2 * k, exact);
  // nothing does
  line(a * b * s).is<product_chain<A, B, S>>(2, 1, mk + kn + nn + mn + 2 * kn, rounds);
  line(q * (s * transpose(c)))
      .is<product_chain<B, S, t<C>>>(2, 1, rn + nn + mn + mr + 2 * rn, rounds);
  line(c * transpose(q) * q * s)
      .is<product_chain<C, t<B>, B, S>>(3, 2, mn + rn + nn + mn + 2 * (mr + rn), rounds);
  line(s * s2 * s3 * z)
      .is<product<S, product<S, product<S, Z>>>>(3, 2, 3 * nn + n + n + 2 * 2 * n, rounds);
  // a ((b s) s2): 5 x 7 twice
  line((a * b) * (s * s2))
      .is<product_chain<A, B, S, S>>(3, 2, mk + kn + 2 * nn + mn + 2 * 2 * kn, rounds);
  line(a * b * s * s2 * z)
      .is<product<A, product<B, product<S, product<S, Z>>>>>(
          4, 3, mk + kn + 2 * nn + n + m + 2 * (n + n + k), rounds);
  line(relu(a * b * z + y))
      .is<finished<product<A, product<B, Z>>, relu_of<total<acc_as<dynamic, 1>, Y>>>>(
          2, 1, mk + kn + n + 2 * m + 2 * k, rounds);
  line(relu(a * b) * s * z)
      .is<product<finished<AB, relu_of<acc>>, product<S, Z>>>(
          3, 2, mk + kn + nn + n + m + 2 * (mn + n), rounds);
  // some known, some not
  line(a * known::b * s)
      .is<product_chain<A, known::B, S>>(2, 1, mk + kn + nn + mn + 2 * kn, rounds);
  line(a * known::b * z)
      .is<product<A, product<known::B, Z>>>(2, 1, mk + kn + n + m + 2 * k, rounds);
}
