// SPDX-License-Identifier: BSL-1.0
// Common sub-expressions, distributivity, and products that do not depend on a loop.

#include "support/table.hpp"

using namespace table;

namespace {
/// A B + A D, where A D may be A B or D B: which it is, the addresses decide.
template<template<class...> class F, class A, class B, class Apart>
using factored = either<product<A, F<B, B>>, either<product<F<A, A>, B>, Apart>>;
template<class A, class B>
using added = sum_of_products<list<A, A>, list<B, B>>;
template<class A, class B>
using subtracted = sum_of_products<list<A, minus_<A>>, list<B, B>>;
/// f(A B, A B), of which the one may be the other: F on one product, or on two.
template<class AB, class F, class G>
using shared = either<finished<AB, F>, finished<AB, G>>;
}  // namespace

TEST_CASE("table: common sub-expressions") {
  using namespace table::known;
  line(a * b + a * b).is<factored<total, A, B, added<A, B>>>(1, 0, mk + kn + mn, rounds);
  line(a * b % (a * b))
      .is<shared<AB, hadamard<acc, acc>, hadamard<stored<AB>, acc>>>(2, 1, mk + kn + mn, exact);
  line(relu(a * b % (a * b)))
      .is<shared<AB, relu_of<hadamard<acc, acc>>, relu_of<hadamard<stored<AB>, acc>>>>(
          2, 1, mk + kn + mn, exact);
  line(a * b % (a * b) + c)
      .is<shared<AB, total<hadamard<acc, acc>, C>, total<hadamard<stored<AB>, acc>, C>>>(
          2, 1, mk + kn + 2 * mn, exact);
  line(c - a * b % (a * b2))
      .is<shared<AB, difference<C, hadamard<acc, acc>>, difference<C, hadamard<stored<AB>, acc>>>>(
          2, 1, mk + 2 * kn + 2 * mn + 2 * mn, exact);
  using positive = finished<AB, relu_of<acc>>;
  using difference_of_shared =
      shared<AB, difference<relu_of<acc>, acc>, difference<stored<positive>, acc>>;
  line(relu(a * b) - a * b).is<difference_of_shared>(2, 1, mk + kn + mn, exact);
  line(relu(a * b) - a * b2).is<difference_of_shared>(2, 1, mk + 2 * kn + mn + 2 * mn, exact);
  line(a * b % (p * q))
      .is<finished<product<P, Q>, hadamard<stored<AB>, acc>>>(2, 1, mk + kn + mr + rn + mn + 2 * mn,
                                                              exact);
}

TEST_CASE("table: the square of a product") {
  using namespace table::known;
  // S'S with S = A B; if it is not the same S, B' ((A' A) B)
  using squared = either<gram_of<AB>, product_chain<t<B>, t<A>, A, B>>;
  line(transpose(a * b) * (a * b)).is<squared>(3, 2, mk + kn + nn + 2 * mn, rounds);
  line(transpose(a * b) * (a * b2)).is<squared>(3, 2, mk + 2 * kn + nn + 2 * (kk + kn), rounds);
  // A' A is its own mirror image
  line(transpose(a) * a * transpose(a) * a)
      .is<either<gram_of<gram<t<A>, A>>, product_chain<t<A>, A, t<A>, A>>>(3, 2, mk + kk + 2 * kk,
                                                                           rounds);
}

TEST_CASE("table: a factor in common") {
  using namespace table::known;
  line(a * b + a * b2).is<factored<total, A, B, added<A, B>>>(1, 0, mk + 2 * kn + mn, rounds);
  line(a * b + a2 * b).is<factored<total, A, B, added<A, B>>>(1, 0, 2 * mk + kn + mn, rounds);
  line(a * b - a * b2)
      .is<factored<difference, A, B, subtracted<A, B>>>(1, 0, mk + 2 * kn + mn, rounds);
  line(a * b + a2 * b2).is<factored<total, A, B, added<A, B>>>(1, 0, 2 * mk + 2 * kn + mn, rounds);
  line(a * x + a2 * x).is<factored<total, A, X, added<A, X>>>(1, 0, 2 * mk + k + m, rounds);
  line((a + a2) * b).is<product<total<A, A>, B>>(1, 0, 2 * mk + kn + mn, exact);
  // a chain in common is not looked for: a (b (z + z2)) would be two nests
  line(a * b * z + a * b * z2)
      .is<sum_of_products<list<A, A>, list<product<B, Z>, product<B, Z>>>>(
          3, 2, mk + kn + 2 * n + m + 2 * 2 * k, rounds);
}

TEST_CASE("table: a factor in common, found at run time") {
  using namespace table::run_time;
  line(a * b + a * b2).is<factored<total, A, B, added<A, B>>>(1, 0, mk + 2 * kn + mn, rounds);
  line(a * b - a2 * b)
      .is<factored<difference, A, B, subtracted<A, B>>>(1, 0, 2 * mk + kn + mn, rounds);
  line(a * b + p * q).is<factored<total, A, B, added<A, B>>>(1, 0, mk + kn + mr + rn + mn, rounds);
  line(transpose(a * b) * (a * b))
      .is<either<gram_of<AB>, product_chain<t<B>, t<A>, A, B>>>(3, 2, mk + kn + nn + 2 * mn,
                                                                rounds);
}

TEST_CASE("table: sums of products") {
  using namespace table::known;
  line(a * b + p * q)
      .is<sum_of_products<list<A, P>, list<B, Q>>>(1, 0, mk + kn + mr + rn + mn, rounds);
  line(a * b - p * q + c)
      .is<finished<sum_of_products<list<A, minus_<P>>, list<B, Q>>, total<acc, C>>>(
          1, 0, mk + kn + mr + rn + 2 * mn, rounds);
  line(a * b + c * s + p * q)
      .is<sum_of_products<list<A, C, P>, list<B, S, Q>>>(1, 0, mk + kn + mn + nn + mr + rn + mn,
                                                         rounds);
}

TEST_CASE("table: an update that is not formed") {
  using namespace table::known;
  line((s + transpose(c) * c) * z)
      .is<sum_of_products<list<S, t<C>>, list<Z, product<C, Z>>>>(2, 1, nn + mn + n + n + 2 * m,
                                                                  rounds);
  line((c - p * q) * z)
      .is<sum_of_products<list<C, minus_<P>>, list<Z, product<Q, Z>>>>(
          2, 1, mn + mr + rn + n + m + 2 * R * one, rounds);
  line(transpose(y) * (c + p * q))
      .is<sum_of_products<list<t<Y>, product<t<Y>, P>>, list<C, Q>>>(
          2, 1, m + mn + mr + rn + n + 2 * R * one, rounds);
  line(c * z + p * (q * z))
      .is<sum_of_products<list<C, P>, list<Z, product<Q, Z>>>>(
          2, 1, mn + mr + rn + n + m + 2 * R * one, rounds);
  // formed once where it meets a matrix
  line((c + p * q) * s)
      .is<product<finished<product<P, Q>, total<C, acc>>, S>>(2, 1, mn + mr + rn + nn + mn + 2 * mn,
                                                              exact);
}

TEST_CASE("table: products that do not depend on a loop") {
  using namespace table::known;
  line(eval(a * b) * z).is<product<C, Z>>(1, 0, mn + n + m, lanes);
  auto const once = eval(a * b);
  matrix<float, M, N> all;
  for (index_t j = 0; j < N; ++j) {
    line(once * col(s, j)).is<product<C, col_of<S>>>(1, 0, mn + n + m, lanes);
    col(all, j) = once * col(s, j);
  }
  auto const e = a * b * s;
  CHECK(support::apart(all, eval<naive>(e, rules::none), support::bound_of{}(e)) == 0);
}
