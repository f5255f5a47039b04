// SPDX-License-Identifier: BSL-1.0
// Is a line without a product as fast as in libraries that have little else? The same lines in
// tessera, Eigen, Armadillo and xtensor (with xsimd), into matrices that are there already, on the
// same numbers; results are compared before a line is timed, each library in turn with tessera.
// Arguments: extents (16 64 256 1000). Eigen's sqrt is an approximation unless EIGEN_FAST_MATH is
// 0, tessera's is correctly rounded.

#if defined(BENCH_XTENSOR)
#define XTENSOR_USE_XSIMD
#include <xtensor/xmath.hpp>
#include <xtensor/xnoalias.hpp>
#include <xtensor/xtensor.hpp>
#endif

#include "support/peers.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/machine.hpp"
#include "support/shape.hpp"

using tessera::index_t;

namespace {

constexpr float s = 0.5f;

/// Four n x n matrices of a library, filled alike.
template<class M>
struct operands {
  template<class Make>
  operands(index_t n, Make const& make) : a(make(n)), b(make(n)), c(make(n)), d(make(n)) {
    unsigned seed = 0;
    for (M* m : {&a, &b, &c, &d}) {
      ++seed;
      for (index_t i = 0; i < n; ++i)
        for (index_t j = 0; j < n; ++j) at(*m, i, j) = number(seed, unsigned(i), unsigned(j));
    }
  }
  static float& at(M& m, index_t i, index_t j) {
    using index = decltype(m.size());
    return m(index(i), index(j));
  }
  /// Between a quarter and five quarters.
  static float number(unsigned seed, unsigned i, unsigned j) {
    unsigned const bits = (i * 7919u + j * 104729u + seed) * 2654435761u;
    return static_cast<float>(bits >> 8) / float(1 << 24) + 0.25f;
  }
  M a, b, c, d;
};

/// The lines of a library, in the order of `names`.
template<class M>
using lines_of = std::vector<void (*)(operands<M>&)>;

std::vector<std::string> const names{"D = A + B",         "D = s A + B % C - |A|", "D = A % B + D",
                                     "D = max(A, B) / C", "D = sqrt(A + B)",       "D = exp(A)",
                                     "D = log(A)",        "D = tanh(A)",           "D = A' + B"};

using ours = tessera::matrix<float>;
lines_of<ours> const our_lines{[](auto& m) { assign(m.d, m.a + m.b); },
                               [](auto& m) { assign(m.d, s * m.a + m.b % m.c - abs(m.a)); },
                               [](auto& m) { assign(m.d, m.a % m.b + m.d); },
                               [](auto& m) { assign(m.d, max(m.a, m.b) / m.c); },
                               [](auto& m) { assign(m.d, sqrt(m.a + m.b)); },
                               [](auto& m) { assign(m.d, exp(m.a)); },
                               [](auto& m) { assign(m.d, log(m.a)); },
                               [](auto& m) { assign(m.d, tanh(m.a)); },
                               [](auto& m) { assign(m.d, transpose(m.a) + m.b); }};

int slower = 0, compared = 0;

/// Prints how many times as long as tessera a library takes for each line.
template<class M, class Make>
void compare_with(std::string const& library, index_t n, lines_of<M> const& lines,
                  Make const& make) {
  operands<M> theirs(n, make);
  operands<ours> t(n, [](index_t m) { return ours(m, m); });
  for (std::size_t l = 0; l < names.size(); ++l) {
    our_lines[l](t), lines[l](theirs);
    for (index_t i = 0; i < n; ++i)
      for (index_t j = 0; j < n; ++j) {
        float const x = t.at(t.d, i, j), y = theirs.at(theirs.d, i, j);
        if (std::abs(x - y) <= 1e-5f * std::max(1.0f, std::abs(x))) continue;
        std::cerr << library << ", " << names[l] << ": " << x << " and " << y << '\n';
        std::exit(1);
      }
    auto const table =
        bench::compare(bench::effort{15, 0.003}, bench::rival{"tessera", [&] { our_lines[l](t); }},
                       bench::rival{library, [&] { lines[l](theirs); }});
    auto const& ratio = table[1].ratio;
    std::printf("%-10s %5td  %-22s %10s  %5.2f (%.2f .. %.2f)\n", library.c_str(), n,
                names[l].c_str(), bench::time_text(table[0].seconds.median, true).c_str(),
                ratio.median, ratio.low, ratio.high);
    ++compared, slower += ratio.median < 0.98;
    for (index_t i = 0; i < n; ++i)
      for (index_t j = 0; j < n; ++j) t.at(t.d, i, j) = theirs.at(theirs.d, i, j) = 0;
  }
}

void compare_all(index_t n) {
#if defined(BENCH_EIGEN)
  using eigen = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  compare_with<eigen>(
      "Eigen", n,
      {[](auto& m) { m.d = m.a + m.b; }, [](auto& m) { m.d = s * m.a + m.b * m.c - m.a.abs(); },
       [](auto& m) { m.d = m.a * m.b + m.d; }, [](auto& m) { m.d = m.a.max(m.b) / m.c; },
       [](auto& m) { m.d = (m.a + m.b).sqrt(); }, [](auto& m) { m.d = m.a.exp(); },
       [](auto& m) { m.d = m.a.log(); }, [](auto& m) { m.d = m.a.tanh(); },
       [](auto& m) { m.d = m.a.transpose() + m.b; }},
      [](index_t m) { return eigen(m, m); });
#endif
#if defined(BENCH_ARMADILLO)
  compare_with<arma::fmat>(
      "Armadillo", n,
      {[](auto& m) { m.d = m.a + m.b; },
       [](auto& m) { m.d = s * m.a + m.b % m.c - arma::abs(m.a); },
       [](auto& m) { m.d = m.a % m.b + m.d; }, [](auto& m) { m.d = arma::max(m.a, m.b) / m.c; },
       [](auto& m) { m.d = arma::sqrt(m.a + m.b); }, [](auto& m) { m.d = arma::exp(m.a); },
       [](auto& m) { m.d = arma::log(m.a); }, [](auto& m) { m.d = arma::tanh(m.a); },
       [](auto& m) { m.d = m.a.t() + m.b; }},
      [](index_t m) { return arma::fmat(arma::uword(m), arma::uword(m)); });
#endif
#if defined(BENCH_XTENSOR)
  using xtensor = xt::xtensor<float, 2>;
  compare_with<xtensor>(
      "xtensor", n,
      {[](auto& m) { xt::noalias(m.d) = m.a + m.b; },
       [](auto& m) { xt::noalias(m.d) = s * m.a + m.b * m.c - xt::abs(m.a); },
       [](auto& m) { xt::noalias(m.d) = m.a * m.b + m.d; },
       [](auto& m) { xt::noalias(m.d) = xt::maximum(m.a, m.b) / m.c; },
       [](auto& m) { xt::noalias(m.d) = xt::sqrt(m.a + m.b); },
       [](auto& m) { xt::noalias(m.d) = xt::exp(m.a); },
       [](auto& m) { xt::noalias(m.d) = xt::log(m.a); },
       [](auto& m) { xt::noalias(m.d) = xt::tanh(m.a); },
       [](auto& m) { xt::noalias(m.d) = xt::transpose(m.a) + m.b; }},
      [](index_t m) {
        return xtensor(std::array<std::size_t, 2>{std::size_t(m), std::size_t(m)});
      });
#endif
}

}  // namespace

int main(int count, char** values) {
  std::vector<long> extents{16, 64, 256, 1000};
  if (count > 1) extents.clear();
  for (int i = 1; i < count; ++i)
    extents.push_back(bench::parsed_number(values[0], values[i], "an extent"));
  std::cout << bench::machine() << '\n' << bench::peers();
#if defined(BENCH_XTENSOR)
  std::cout << "; xtensor " << XTENSOR_VERSION_MAJOR << '.' << XTENSOR_VERSION_MINOR << '.'
            << XTENSOR_VERSION_PATCH << '\n';
#else
  std::cout << "; xtensor missing\n";
#endif
  std::cout << "time of tessera, and how many times as long the other takes\n";
  for (long n : extents) compare_all(n);
  std::printf("tessera is slower in %d of %d comparisons\n", slower, compared);
}
