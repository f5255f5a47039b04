// SPDX-License-Identifier: BSL-1.0
// Element-wise trees, epilogues, layers, attention: what one nest, or one panel of rows, takes in.

#include "support/table.hpp"

using namespace table;

TEST_CASE("table: element-wise trees are one pass") {
  using namespace table::known;
  auto const e = numbers<matrix<float, M, N>>(20), f = numbers<matrix<float, M, N>>(21);
  line(2 * c + d % e - abs(f))
      .is<difference<total<scaled<C>, hadamard<C, C>>, mapped<simd::absolute, C>>>(1, 0, 5 * mn,
                                                                                   exact);
  line(relu(c + bias)).is<relu_of<total<C, Bias>>>(1, 0, 2 * mn + n, exact);
  line(y % c - bias).is<difference<hadamard<Y, C>, Bias>>(1, 0, m + n + 2 * mn, exact);
  line(select(c < d, c, 0))
      .is<mapped<simd::chosen, mapped<simd::less, C, C>, C, number>>(1, 0, 3 * mn, exact);
  line(c / sum(c)).is<mapped<over, C, sum_of<per::matrix, C>>>(2, 0, 2 * mn, lanes);
  line(softmax(c)).is<softmaxed<C>>(1, 0, 2 * mn, exact);
  auto const larger = [](auto u, auto v) { return u + v; };
  using Larger = std::remove_const_t<decltype(larger)>;
  line(map(larger, c, d)).is<mapped<Larger, C, C>>(1, 0, 3 * mn, exact);
}

TEST_CASE("table: epilogues of every kind") {
  using namespace table::known;
  line(cast<double>(a * b))
      .is<finished<AB, mapped<simd::cast_to<double>, acc>>>(1, 0, mk + kn + 2 * mn, exact);
  line(select(a * b < c, c, 0))
      .is<finished<AB, mapped<simd::chosen, mapped<simd::less, acc, C>, C, number>>>(
          1, 0, mk + kn + 2 * mn, exact);
  line(max(a * b, bias) % y)
      .is<finished<AB, hadamard<mapped<simd::larger_one, acc, Bias>, Y>>>(
          1, 0, mk + kn + n + m + mn, exact);
  auto const twice = [](auto u) { return u + u; };
  using Twice = std::remove_const_t<decltype(twice)>;
  line(map(twice, a * b)).is<finished<AB, mapped<Twice, acc>>>(1, 0, mk + kn + mn, exact);
  // a number first, then the product on the way
  line(a * b / sum(c))
      .is<finished<AB, mapped<over, acc, sum_of<per::matrix, C>>>>(2, 0, mk + kn + 2 * mn, lanes);
  // a column's mean is read by every row, and divided once
  line((a - col_mean(a)) * b)
      .is<product<difference<A, stored<halved<sum_of<per::column, A>>>>, B>>(
          3, 2, mk + kn + mn + 2 * k + 2 * k, exact);
}

TEST_CASE("table: few rows are stored between layers") {
  using namespace table::known;
  using layer = finished<AB, relu_of<total<acc, Bias>>>;
  line(relu(a * b + bias) * s).is<product<layer, S>>(2, 1, mk + kn + n + nn + mn + 2 * mn, exact);
  line(softmax(a * b) * s)
      .is<product<softmaxed<AB>, S>>(3, 2, mk + kn + nn + mn + 2 * 2 * mn, exact);
}

TEST_CASE("table: run-time rows are streamed, panel by panel") {
  using namespace table::run_time;
  using layer = finished<AB, relu_of<total<acc, Bias>>>;
  line(relu(a * b + bias) * s).is<product<layer, S>>(2, 0, mk + kn + n + nn + mn, exact);
  line(relu(relu(a * b + bias) * s + bias))
      .is<finished<product<layer, S>, relu_of<total<acc, Bias>>>>(2, 0, mk + kn + n + nn + mn,
                                                                  exact);
  line(relu(relu(a * b + bias) * s) * s2)
      .is<product<finished<product<layer, S>, relu_of<acc>>, S>>(3, 0, mk + kn + n + 2 * nn + mn,
                                                                 exact);
  line(softmax(a * transpose(a2) / 2) * c)
      .is<product<softmaxed<finished<gram<A, t<A>>, halved<acc>>>, C>>(3, 0, 2 * mk + 2 * mn,
                                                                       exact);
  line(softmax(relu(a * b + bias) * s))
      .is<softmaxed<product<layer, S>>>(3, 0, mk + kn + n + nn + mn, exact);
  // the transpose of rows are not rows
  line(transpose(relu(a * b + bias) * s))
      .is<product<t<S>, finished<product<t<B>, t<A>>, relu_of<total<acc, t<Bias>>>>>>(
          2, 1, mk + kn + n + nn + mn + 2 * mn, rounds);
}
