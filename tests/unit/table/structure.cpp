// SPDX-License-Identifier: BSL-1.0
// Diagonal matrices, the identity, zeros and signs.

#include "support/table.hpp"

using namespace table;

namespace {
auto const square = numbers<matrix<float, M, M>>(20);
using Square = leaf<M, M>;
}  // namespace

TEST_CASE("table: diagonal matrices") {
  using namespace table::known;
  line(diagonal_matrix(y) * a).is<hadamard<Y, A>>(1, 0, m + 2 * mk, rounds);
  line(a * diagonal_matrix(x)).is<hadamard<A, t<X>>>(1, 0, mk + k + mk, rounds);
  line(diagonal_matrix(y) * a * diagonal_matrix(x))
      .is<hadamard<hadamard<Y, A>, t<X>>>(1, 0, m + k + 2 * mk, rounds);
  line(a * diagonal_matrix(x) * b)
      .is<product<hadamard<A, t<X>>, B>>(1, 0, mk + k + kn + mn, rounds);
  line(diagonal_matrix(y) * a * b).is<product<hadamard<Y, A>, B>>(1, 0, m + mk + kn + mn, rounds);
  line(diagonal_matrix(y) * (a * b))
      .is<finished<AB, hadamard<Y, acc>>>(1, 0, m + mk + kn + mn, rounds);
  line(diagonal_matrix(x) * x2).is<hadamard<X, X>>(1, 0, 3 * k, rounds);
  line(diagonal_matrix(y) * diagonal_matrix(y2))
      .is<hadamard<Y, diagonal_matrix_of<Y>>>(1, 0, 2 * m + mm, rounds);
  line(diagonal(diagonal_matrix(y))).is<Y>(1, 0, 2 * m, exact);
  line(transpose(diagonal_matrix(y) * a)).is<hadamard<t<Y>, t<A>>>(1, 0, m + 2 * mk, rounds);
  line(square + diagonal_matrix(y))
      .is<total<Square, diagonal_matrix_of<Y>>>(1, 0, m + 2 * mm, exact);
}

TEST_CASE("table: the identity") {
  using namespace table::known;
  using I = decltype(identity<float, K>());
  line(identity<float, M>() * a).is<A>(1, 0, 2 * mk, rounds);
  line(a * identity<float, K>()).is<A>(1, 0, 2 * mk, rounds);
  line(a * transpose(identity<float, K>()) * b).is<AB>(1, 0, mk + kn + mn, rounds);
  line(identity<float, K>() * identity<float, K>()).is<I>(1, 0, kk, rounds);
  line(transpose(a) * a + identity<float, K>() / 2)
      .is<finished<gram<t<A>, A>, total<acc_as<K, K>, halved<I>>>>(1, 0, mk + kk, exact);
  line((square - identity<float, M>()) * a)
      .is<product<difference<Square, decltype(identity<float, M>())>, A>>(1, 0, mm + 2 * mk, exact);
}

TEST_CASE("table: zeros and ones") {
  using namespace table::known;
  line(zeros<float, M, K>() * b).is<decltype(zeros<float, M, N>())>(1, 0, mn, rounds);
  line(c + zeros<float, M, N>()).is<C>(1, 0, 2 * mn, rounds);
  line(zeros<float, M, N>() + a * b).is<AB>(1, 0, mk + kn + mn, rounds);
  line(c - zeros<float, M, N>()).is<C>(1, 0, 2 * mn, rounds);
  line(a * b + ones<float, M, N>())
      .is<finished<AB, total<acc, decltype(ones<float, M, N>())>>>(1, 0, mk + kn + mn, exact);
}

TEST_CASE("table: signs and numbers") {
  using namespace table::known;
  line(-(-c)).is<C>(1, 0, 2 * mn, exact);
  line(c + -d).is<difference<C, C>>(1, 0, 3 * mn, exact);
  line(c - -(a * b)).is<finished<AB, total<C, acc>>>(1, 0, mk + kn + 2 * mn, exact);
  line(-a * -b).is<AB>(1, 0, mk + kn + mn, rounds);
  line(c * 2).is<scaled<C>>(1, 0, 2 * mn, exact);
  line(2 * (3 * c)).is<mapped<times, scaled<number>, C>>(1, 0, 2 * mn, rounds);
}

TEST_CASE("table: structure of run-time extents") {
  using namespace table::run_time;
  line(diagonal_matrix(y) * a).is<hadamard<Y, A>>(1, 0, m + 2 * mk, rounds);
  line(transpose(a) * a).is<gram<t<A>, A>>(1, 0, mk + kk, exact);
  line(identity<float>(M) * a).is<A>(1, 0, 2 * mk, rounds);
  line(zeros<float>(M, K) * b).is<decltype(zeros<float>(M, N))>(1, 0, mn, rounds);
}
