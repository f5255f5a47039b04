// SPDX-License-Identifier: BSL-1.0
// Is there a shape at which a product falls off a cliff? C = A B of every square up to 260, and of
// random rectangles up to 2000, each in turn with its neighbours, which have one row, column or
// inner index more or less. A cliff: less than 70 % of the better of the neighbours, in flops a
// second beside a smaller one, in time beside a larger one, which has more to do. Each product is
// compared to the bit with `naive`, in some rows. Takes how many rectangles, and a seed: 300 1.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include <tessera/expr/random.hpp>
#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/machine.hpp"
#include "support/shape.hpp"

using namespace tessera;

namespace {

constexpr double least = 0.7;

template<class T>
class product {
public:
  product(bench::shape s, std::mt19937& engine)
      : shape_(s),
        a_(random_uniform<T>(s.m, s.k, engine)),
        b_(random_uniform<T>(s.k, s.n, engine)),
        c_(s.m, s.n) {
    run();
    for (index_t i : {index_t(0), s.m / 2, s.m - 1})
      if (eval<naive>(row(a_, i) * b_) != row(c_, i)) {
        std::cerr << s.text() << ": the result is wrong\n";
        std::exit(1);
      }
    do {
      loops_ *= 4;
    } while (time() * double(loops_) < 0.0005);
  }

  double time() {
    auto const once = [&] { run(); };
    return bench::seconds_of(loops_, once) / double(loops_);
  }
  bench::shape const& size() const { return shape_; }

private:
  void run() { assign<tiled>(c_, a_ * b_); }

  bench::shape shape_;
  matrix<T> a_, b_, c_;
  long loops_ = 1;
};

/// The speed of the first, as a part of the best of the others.
template<class T>
double standing(std::vector<product<T>>& all, int rounds) {
  std::vector<std::vector<double>> times(all.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < all.size(); ++i) times[i].push_back(all[i].time());
  auto const seconds = [&](std::size_t i) { return bench::quartiles_of(times[i]).median; };
  double worst = 1e9;
  for (std::size_t i = 1; i < all.size(); ++i) {
    double const work = all[0].size().flops() / all[i].size().flops();
    worst = std::min(worst, seconds(i) / seconds(0) * std::max(work, 1.0));
  }
  return worst;
}

struct fall {
  bench::shape at;
  double part;
};

template<class T>
fall look_at(bench::shape s, std::vector<bench::shape> const& others, std::mt19937& engine) {
  std::vector<product<T>> all;
  all.reserve(others.size() + 1);
  all.emplace_back(s, engine);
  for (bench::shape const& other : others)
    if (other.m > 0 && other.k > 0 && other.n > 0) all.emplace_back(other, engine);
  double part = standing(all, 5);
  if (part < least + 0.1) part = standing(all, 21);  // noise, or not
  return {s, part};
}

/// Prints the worst. True where none is a cliff.
bool report(std::string const& what, std::vector<fall> falls) {
  std::sort(falls.begin(), falls.end(),
            [](auto const& x, auto const& y) { return x.part < y.part; });
  std::cout << what << ", " << falls.size() << " shapes, the slowest beside their neighbours:";
  for (std::size_t i = 0; i < std::min<std::size_t>(8, falls.size()); ++i)
    std::printf("  %s %.2f", falls[i].at.text().c_str(), falls[i].part);
  std::printf("\n");
  std::fflush(stdout);
  return falls.front().part >= least;
}

template<class T>
bool look(std::string const& type, int rectangles, unsigned seed) {
  std::mt19937 engine(seed);
  std::vector<fall> squares, others;
  for (long n = 1; n <= 260; ++n)
    squares.push_back(
        look_at<T>({n, n, n}, {{n - 1, n - 1, n - 1}, {n + 1, n + 1, n + 1}}, engine));
  // As many from 20 to 200 as from 200 to 2000.
  std::uniform_real_distribution<double> magnitude(0, std::log(2000.0));
  auto const extent = [&] { return long(std::exp(magnitude(engine))); };
  for (int i = 0; i < rectangles; ++i) {
    long const m = extent(), k = extent(), n = extent();
    others.push_back(look_at<T>(
        {m, k, n},
        {{m - 1, k, n}, {m + 1, k, n}, {m, k - 1, n}, {m, k + 1, n}, {m, k, n - 1}, {m, k, n + 1}},
        engine));
  }
  bool const flat = report(type + ", squares", squares);
  return report(type + ", rectangles", others) && flat;
}

}  // namespace

int main(int count, char** values) {
  auto const argument = [&](int i, long otherwise, char const* what) {
    return count > i ? bench::parsed_number(values[0], values[i], what) : otherwise;
  };
  int const rectangles = int(argument(1, 300, "a number of rectangles"));
  auto const seed = unsigned(argument(2, 1, "a seed"));
  std::cout << bench::machine() << '\n';
  bool const floats = look<float>("float", rectangles, seed);
  bool const doubles = look<double>("double", rectangles, seed);
  return floats && doubles ? 0 : 1;
}
