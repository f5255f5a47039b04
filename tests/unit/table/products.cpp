// SPDX-License-Identifier: BSL-1.0
// Kinds of products, and transposed operands.

#include "support/table.hpp"

using namespace table;
using namespace table::known;

namespace {
using scores = leaf<K, N, std::uint8_t>;
auto const pixels = numbers<matrix<std::uint8_t, K, N>>(20);
auto const wide = numbers<matrix<double, K, N>>(21);
auto const means = numbers<matrix<float, 1, K>>(22);

/// True on and below the diagonal.
auto const lower = [] {
  matrix<bool, M, M> below;
  for (index_t i = 0; i < M; ++i)
    for (index_t j = 0; j < M; ++j) below(i, j) = j <= i;
  return below;
}();
auto const square = numbers<matrix<float, M, M>>(23);
using Lower = leaf<M, M, bool>;
using Square = leaf<M, M>;
}  // namespace

TEST_CASE("table: gemm") {
  line(a * b).is<AB>(1, 0, mk + kn + mn, exact);
  line(c + a * b).is<finished<AB, total<C, acc>>>(1, 0, mk + kn + 2 * mn, exact);
  line(c - a * b).is<finished<AB, difference<C, acc>>>(1, 0, mk + kn + 2 * mn, exact);
  line(a * b % c).is<finished<AB, hadamard<acc, C>>>(1, 0, mk + kn + 2 * mn, exact);
  line(relu(a * b + bias))
      .is<finished<AB, relu_of<total<acc, Bias>>>>(1, 0, mk + kn + n + mn, exact);
}

TEST_CASE("table: scaled products") {
  line(2 * (a * b)).is<finished<AB, scaled<acc>>>(1, 0, mk + kn + mn, exact);
  line(a * b / 2).is<finished<AB, halved<acc>>>(1, 0, mk + kn + mn, exact);
  line(2 * a * b).is<finished<AB, scaled<acc>>>(1, 0, mk + kn + mn, rounds);
  line(-a * b).is<finished<AB, minus_<acc>>>(1, 0, mk + kn + mn, rounds);
  line(a / 3 * b).is<finished<AB, halved<acc>>>(1, 0, mk + kn + mn, rounds);
  line((2 * a) * (3 * b))
      .is<finished<AB, mapped<times, scaled<number>, acc>>>(1, 0, mk + kn + mn, rounds);
  line(2 * a * b + 3 * c)
      .is<finished<AB, total<scaled<acc>, scaled<C>>>>(1, 0, mk + kn + 2 * mn, rounds);
}

TEST_CASE("table: operands that are computed while they are packed") {
  line(a * (b + b2)).is<product<A, total<B, B>>>(1, 0, mk + 2 * kn + mn, exact);
  line((a - means) * b).is<product<difference<A, leaf<1, K>>, B>>(1, 0, mk + k + kn + mn, exact);
  line(a * cast<float>(pixels))
      .is<product<A, mapped<simd::cast_to<float>, scores>>>(1, 0, mk + kn / 4 + mn, exact);
  line(a * wide).is<product<A, leaf<K, N, double>>>(1, 0, mk + 2 * kn + 2 * mn, exact);
}

TEST_CASE("table: trmm, by the triangle that is read") {
  line(select(lower, square, 0) * c)
      .is<product<mapped<simd::chosen, Lower, Square, number>, C>>(1, 0, mm / 4 + mm + 2 * mn,
                                                                   exact);
}

TEST_CASE("table: syrk") {
  line(transpose(a) * a).is<gram<t<A>, A>>(1, 0, mk + kk, exact);
  line(a * transpose(a)).is<gram<A, t<A>>>(1, 0, mk + mm, exact);
  line(a * transpose(a2)).is<gram<A, t<A>>>(1, 0, 2 * mk + mm, exact);  // all of it
  line(transpose(b) * b + s)
      .is<finished<gram<t<B>, B>, total<acc_as<N, N>, S>>>(1, 0, kn + 2 * nn, exact);
  line(2 * transpose(b) * b)
      .is<finished<gram<t<B>, B>, scaled<acc_as<N, N>>>>(1, 0, kn + nn, rounds);
}

TEST_CASE("table: gemv") {
  line(a * x).is<product<A, X>>(1, 0, mk + k + m, lanes);
  line(y + a * x).is<finished<product<A, X>, total<Y, acc_as<M, 1>>>>(1, 0, mk + k + 2 * m, lanes);
  line(transpose(a) * y).is<product<t<A>, Y>>(1, 0, mk + m + k, exact);
  line(transpose(y) * a).is<product<t<Y>, A>>(1, 0, m + mk + k, exact);
  line((c + d) * z).is<product<total<C, C>, Z>>(1, 0, 2 * mn + n + m, lanes);
}

TEST_CASE("table: dot") {
  line(dot(x, x2)).is<inner_product<X, X>>(1, 0, 2 * k + one, lanes);
  line(transpose(x) * x2).is<product<t<X>, X>>(1, 0, 2 * k + one, exact);
  line((transpose(x) * x2)(0, 0)).is<inner_product<t<X>, X>>(1, 0, 2 * k + one, rounds);
}

TEST_CASE("table: transposed operands") {
  line(transpose(a) * c).is<product<t<A>, C>>(1, 0, mk + mn + kn, exact);
  line(c * transpose(b)).is<product<C, t<B>>>(1, 0, mn + kn + mk, exact);
  line(transpose(b) * transpose(a)).is<product<t<B>, t<A>>>(1, 0, mk + kn + mn, exact);
  line(transpose(a * b)).is<product<t<B>, t<A>>>(1, 0, mk + kn + mn, rounds);
  line(transpose(transpose(b) * transpose(a))).is<AB>(1, 0, mk + kn + mn, rounds);
  line(transpose(transpose(softmax(c)))).is<softmaxed<C>>(1, 0, 2 * mn, exact);
  line(transpose(relu(a * b + bias)))
      .is<finished<product<t<B>, t<A>>, relu_of<total<acc_as<N, M>, t<Bias>>>>>(
          1, 0, mk + kn + n + mn, rounds);
  line(transpose(c + d) * y).is<product<total<t<C>, t<C>>, Y>>(1, 0, 2 * mn + m + n, exact);
  line(transpose(2 * c - d)).is<difference<scaled<t<C>>, t<C>>>(1, 0, 3 * mn, exact);
  line(transpose(row_sum(c))).is<sum_of<per::column, t<C>>>(1, 0, mn + m, rounds);
}
