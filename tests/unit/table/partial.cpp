// SPDX-License-Identifier: BSL-1.0
// Parts and sums of products and of sums: only what is asked for is computed.

#include "support/table.hpp"

using namespace table;

TEST_CASE("table: parts of products") {
  using namespace table::known;
  line((a * b)(2, 3)).is<inner_product<row_of<A>, col_of<B>>>(1, 0, k + k + one, rounds);
  line(row(a * b, 2)).is<product<row_of<A>, B>>(1, 0, k + kn + n, rounds);
  line(col(a * b, 3)).is<product<A, col_of<B>>>(1, 0, mk + k + m, rounds);
  line(block(a * b, 1, 2, 3, 4))
      .is<product<part_of<A, dynamic, K>, part_of<B, K, dynamic>>>(
          1, 0, 3 * k + 4 * k + 3 * 4 * one, exact);
  // the diagonal of 6 x 7: 6 rows by 6 columns
  using Columns = part_of<t<B>, M, K>;
  line(diagonal(a * b)).is<sum_of<per::row, hadamard<A, Columns>>>(1, 0, mk + k * M + m, rounds);
  line(diagonal(transpose(b) * transpose(a)))
      .is<sum_of<per::row, hadamard<Columns, A>>>(1, 0, k * M + mk + m, rounds);
  line(diagonal(a * transpose(a2))).is<sum_of<per::row, hadamard<A, A>>>(1, 0, 2 * mk + m, rounds);
  line(trace(a * transpose(a2)))
      .is<sum_of<per::matrix, hadamard<A, A>>>(1, 0, 2 * mk + one, rounds);
  // with an epilogue, and of a chain: a (b s_3)
  line(row(relu(a * b + bias), 2))
      .is<finished<product<row_of<A>, B>, relu_of<total<acc_as<1, N>, Bias>>>>(1, 0, k + kn + 2 * n,
                                                                               rounds);
  line(col(a * b * s, 3))
      .is<product<A, product<B, col_of<S>>>>(2, 1, mk + kn + n + m + 2 * k, rounds);
}

TEST_CASE("table: sums of products") {
  using namespace table::known;
  using of_columns = sum_of<per::column, A>;
  using of_rows = sum_of<per::row, B>;
  using dot_of_sums = inner_product<of_columns, of_rows>;
  line(sum(a * b)).is<dot_of_sums>(3, 2, mk + kn + one + 2 * 2 * k, rounds);
  line(row_sum(a * b)).is<product<A, of_rows>>(2, 1, mk + kn + m + 2 * k, rounds);
  line(col_sum(a * b)).is<product<of_columns, B>>(2, 1, mk + kn + n + 2 * k, rounds);
  line(sum(2 * (a * b))).is<scaled<dot_of_sums>>(3, 2, mk + kn + one + 2 * 2 * k, rounds);
  line(mean(a * b)).is<halved<dot_of_sums>>(3, 2, mk + kn + one + 2 * 2 * k, rounds);
  line(sum(a * b + c))
      .is<total<dot_of_sums, sum_of<per::matrix, C>>>(4, 2, mk + kn + mn + one + 2 * 2 * k, rounds);
  line(sum(a * b * s))
      .is<inner_product<product<of_columns, B>, sum_of<per::row, S>>>(
          4, 3, mk + kn + nn + one + 2 * (k + n + n), rounds);
  // an extreme is not linear: few rows are stored
  line(max(a * b))
      .is<reduced<simd::greatest, per::matrix, AB>>(2, 1, mk + kn + one + 2 * mn, exact);
}

TEST_CASE("table: parts and sums of sums") {
  using namespace table::known;
  // the two elements are read as the tree is rewritten
  line((c + d)(2, 3)).is<total<number, number>>(0, 0, one, exact);
  line(row(c + d, 2)).is<total<row_of<C>, row_of<C>>>(1, 0, 3 * n, exact);
  line(col(c + d, 3)).is<total<col_of<C>, col_of<C>>>(1, 0, 3 * m, exact);
  line(block(2 * c - d, 1, 2, 3, 4))
      .is<difference<scaled<part_of<C, dynamic, dynamic>>, part_of<C, dynamic, dynamic>>>(
          1, 0, 3 * 3 * 4 * one, exact);
  using Diagonal = decltype(diagonal(c));
  line(diagonal(c + d)).is<total<Diagonal, Diagonal>>(1, 0, 3 * m, exact);
  line(trace(c + d)).is<sum_of<per::matrix, total<Diagonal, Diagonal>>>(1, 0, 2 * m + one, lanes);
  line(sum(c + d)).is<sum_of<per::matrix, total<C, C>>>(1, 0, 2 * mn + one, lanes);
  line(sum(row_sum(c))).is<sum_of<per::matrix, C>>(1, 0, mn + one, rounds);
  line(row_sum(c + d)(2, 0))
      .is<sum_of<per::matrix, total<row_of<C>, row_of<C>>>>(1, 0, 2 * n + one, rounds);
}

TEST_CASE("table: parts and sums of run-time extents") {
  using namespace table::run_time;
  line((a * b)(2, 3)).is<inner_product<row_of<A>, col_of<B>>>(1, 0, k + k + one, rounds);
  line(row(a * b, 2)).is<product<row_of<A>, B>>(1, 0, k + kn + n, rounds);
  // the diagonal of 6 x 7: 6 rows by 6 columns
  line(diagonal(a * b)).is<sum_of<per::row, hadamard<A, t<B>>>>(1, 0, mk + k * M + m, rounds);
  line(sum(a * b))
      .is<inner_product<sum_of<per::column, A>, sum_of<per::row, B>>>(
          3, 2, mk + kn + one + 2 * 2 * k, rounds);
  // panels of the product are reduced as they come
  line(max(a * b)).is<reduced<simd::greatest, per::matrix, AB>>(2, 0, mk + kn + one, exact);
  line(row_argmax(a * b + bias))
      .is<reduced<simd::place_of<simd::greatest>, per::row, finished<AB, total<acc, Bias>>>>(
          2, 0, mk + kn + n + M * index_t(sizeof(index_t)), exact);
  line(col_sum(relu(a * b)))
      .is<sum_of<per::column, finished<AB, relu_of<acc>>>>(2, 0, mk + kn + n, lanes);
}
