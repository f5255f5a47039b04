// SPDX-License-Identifier: BSL-1.0
// parallel<P>: the bits of P, whatever is shared out and however many threads there are; nothing is
// spawned for what is short.

#include <atomic>
#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "support/numbers.hpp"

using namespace tessera;
using support::random_matrix;

namespace {

/// Each task on a thread of its own, N at a time.
template<int N>
struct threads {
  static inline std::atomic<int> calls = 0;
  static inline std::atomic<index_t> tasks = 0;

  static index_t concurrency() { return N; }
  template<class F>
  static void bulk(index_t n, F const& f) {
    ++calls;
    tasks += n;
    std::vector<std::exception_ptr> thrown(static_cast<std::size_t>(n));
    std::vector<std::thread> all;
    for (index_t i = 0; i < n; ++i)
      all.emplace_back([&f, &thrown, i] {
        try {
          f(i);
        } catch (...) {
          thrown[std::size_t(i)] = std::current_exception();
        }
      });
    for (auto& t : all) t.join();
    for (auto const& e : thrown)
      if (e) std::rethrow_exception(e);
  }
};

struct broken {
  static index_t concurrency() { return 2; }
  template<class F>
  static void bulk(index_t, F const&) {
    throw std::runtime_error("no threads");
  }
};

template<class P, int N, class E>
void check_with(E const& e) {
  int const before = threads<N>::calls;
  CHECK(support::same_bits(eval<P>(e), eval<parallel<P, threads<N>>>(e)));
  CHECK_MESSAGE(threads<N>::calls > before, "nothing was shared out");
}
template<class P = tiled, class E>
void check(E const& e) {
  check_with<P, 2>(e);
  check_with<P, 5>(e);
}

}  // namespace

TEST_CASE("products have the bits of one thread") {
  auto const a = random_matrix<float>(163, 170, 1), b = random_matrix<float>(170, 161, 2);
  check(a * b);
  check(transpose(b) * transpose(a));
  check<dot_inner>(a * b);
  check<naive>(block(a, 0, 0, 60, 60) * block(b, 0, 0, 60, 50));
  check<tiled_by<4, 16, 32, 24, 48>>(a * b);
  auto const c = random_matrix<double>(90, 300, 3), d = random_matrix<double>(300, 121, 4);
  check(c * d);
  using complex = std::complex<float>;
  auto const e = random_matrix<complex>(90, 120, 5), f = random_matrix<complex>(120, 100, 6);
  check(e * f);
  auto const g = random_matrix<std::int32_t>(150, 160, 7),
             h = random_matrix<std::int32_t>(160, 170, 8);
  check(g * h);
}

TEST_CASE("few rows, few columns, vectors") {
  auto const tall = random_matrix<float>(9000, 70, 1), flat = random_matrix<float>(70, 9000, 2);
  auto const few = random_matrix<float>(70, 7, 3), low = random_matrix<float>(5, 70, 4);
  check(tall * few);
  check(low * flat);
  col_vector<float> x(70);
  row_vector<float> y(70);
  support::fill(x, 5), support::fill(y, 6);
  check(tall * x);
  check(y * flat);
  check(transpose(flat) * x);
}

TEST_CASE("what rides on a product is shared out with it") {
  auto const a = random_matrix<float>(150, 160, 1), b = random_matrix<float>(160, 170, 2);
  auto const c = random_matrix<float>(150, 170, 3), d = random_matrix<float>(160, 170, 4);
  row_vector<float> bias(170);
  col_vector<float> scale(150);
  support::fill(bias, 5), support::fill(scale, 6);
  check(relu(a * b + bias) - c);
  check(scale % (a * b) + 2);
  check(a * (b + d));
  check((a - 2 * a) * b);
  check(a * b + a * d);
  check(block(c, 0, 0, 150, 150) + a * block(b, 0, 0, 160, 150) + identity<float>(150));
  check(a * block(b, 0, 0, 160, 150) + diagonal_matrix(scale));
  check(cast<double>(a * b));
}

TEST_CASE("destinations of any layout, products with themselves") {
  auto const a = random_matrix<float>(200, 180, 1), b = random_matrix<float>(180, 190, 2);
  using P = parallel<tiled, threads<3>>;
  matrix<float, dynamic, dynamic, col_major> c(200, 190), want(200, 190);
  assign<tiled>(want, a * b);
  assign<P>(c, a * b);
  CHECK(c == want);
  matrix<float> wide(200, 400);
  assign<P>(block(wide, 0, 100, 200, 190), a * b);
  CHECK(eval(block(wide, 0, 100, 200, 190)) == eval(a * b));
  CHECK(eval(max(abs(block(wide, 0, 290, 200, 110)))) == 0);
  check(transpose(a) * a);
  check(a * transpose(a));
  matrix<float> e = random_matrix<float>(190, 190, 3);
  auto const square = eval(e * e);
  assign<P>(e, e * e);
  CHECK(e == square);
}

TEST_CASE("element-wise passes") {
  auto const a = random_matrix<float>(700, 513, 1), b = random_matrix<float>(700, 513, 2);
  auto const c = random_matrix<float>(513, 700, 3);
  row_vector<float> x(400'001);
  support::fill(x, 4);
  check(2 * a + b % a - abs(b));
  check(a + transpose(c));
  check(exp(x) - x);
}

TEST_CASE("panels of rows") {
  auto const x = random_matrix<float>(3000, 24, 1), w1 = random_matrix<float>(24, 20, 2);
  auto const w2 = random_matrix<float>(20, 30, 3), w3 = random_matrix<float>(30, 10, 4);
  row_vector<float> b1(20), b2(30);
  support::fill(b1, 5), support::fill(b2, 6);
  auto const layers = relu(relu(x * w1 + b1) * w2 + b2) * w3;
  check(layers);
  check(softmax(layers));
  check(row_argmax(layers));
  check(row_sum(relu(x * w1 + b1)));
  check(softmax(x * w1) * w2);
  // In one order whatever there is: not shared out, except the products below them.
  using P = parallel<tiled, threads<3>>;
  CHECK(support::same_bits(eval(col_sum(layers)), eval<P>(col_sum(layers))));
  CHECK(eval(sum(layers)) == eval<P>(sum(layers)));
  CHECK(eval(max(layers)) == eval<P>(max(layers)));
  CHECK(support::same_bits(eval(x * w1 * w2 * w3), eval<P>(x * w1 * w2 * w3)));
}

TEST_CASE("what is short is done at once, and one thread spawns nothing") {
  using many = threads<64>;
  auto const a = random_matrix<float>(24, 24, 1);
  matrix<float> const none(0, 24);
  many::calls = 0;
  CHECK(eval<parallel<tiled, many>>(a * a) == eval(a * a));
  CHECK(eval<parallel<tiled, many>>(a + a) == eval(a + a));
  CHECK(eval<parallel<tiled, many>>(relu(a * a) * a) == eval(relu(a * a) * a));
  CHECK(eval<parallel<tiled, many>>(none * a).rows() == 0);
  CHECK(many::calls == 0);
  using alone = threads<1>;
  auto const b = random_matrix<float>(300, 300, 2);
  CHECK(eval<parallel<tiled, alone>>(b * b) == eval(b * b));
  CHECK(alone::calls == 0);
}

TEST_CASE("a task or two for each thread") {
  using nine = threads<9>;
  auto const a = random_matrix<float>(400, 300, 1), b = random_matrix<float>(300, 350, 2);
  nine::tasks = 0;
  auto const c = eval<parallel<tiled, nine>>(a * b);
  CHECK(nine::tasks <= 18);
  CHECK(nine::tasks >= 6);
  CHECK(c == eval(a * b));
}

TEST_CASE("what a task throws arrives") {
  auto const a = random_matrix<float>(300, 300, 1);
  CHECK_THROWS_WITH((eval<parallel<tiled, broken>>(a * a)), "no threads");
  auto const wide = random_matrix<float>(300, 301, 1);
  CHECK_THROWS_AS((eval<parallel<tiled, threads<2>>>(wide * a)), shape_error);
}

TEST_CASE("in constant expressions one thread does it") {
  constexpr matrix A({{1.f, 2.f}, {3.f, 4.f}});
  static_assert(eval<parallel<tiled, threads<2>>>(A * A) == eval(A * A));
  static_assert(plan<parallel<tiled, threads<2>>>(A * A).temporaries == 0);
  CHECK(policy<parallel<naive, threads<2>>>);
}
