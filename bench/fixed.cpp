// SPDX-License-Identifier: BSL-1.0
// Products of matrices whose extents the compiler knows: one again and again, and many that lie one
// after the other in memory. Against the loop that anybody writes, and Eigen and libxsmm where they
// are installed; of libxsmm the kernel alone, once it has been found.
// Arguments: how many rounds each line is timed, as in "21x" (15x).

#include "support/peers.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <tessera/tessera.hpp>

#if defined(BENCH_LIBXSMM)
#include "support/libxsmm.hpp"
#endif
#include "support/compare.hpp"
#include "support/fma_peak.hpp"
#include "support/machine.hpp"

using tessera::index_t;

namespace {

#if defined(BENCH_LIBXSMM)
constexpr bool has_libxsmm = true;
constexpr char const* libxsmm_version = LIBXSMM_VERSION;
#else
constexpr bool has_libxsmm = false;
constexpr char const* libxsmm_version = "missing";
#endif

template<class T, int M, int K, int N>
struct operands {
  tessera::matrix<T, M, K> a;
  tessera::matrix<T, K, N> b;
  tessera::matrix<T, M, N> c;
};

template<class T, int M, int K, int N>
void loop(operands<T, M, K, N>& o) {
  for (int i = 0; i < M; ++i)
    for (int j = 0; j < N; ++j) {
      T sum = 0;
      for (int p = 0; p < K; ++p) sum += o.a(i, p) * o.b(p, j);
      o.c(i, j) = sum;
    }
}

#if defined(BENCH_EIGEN)
template<class T, int M, int K, int N>
void eigen(operands<T, M, K, N>& o) {
  using Eigen::Map, Eigen::Matrix, Eigen::RowMajor;
  Map<Matrix<T, M, N, RowMajor>>(o.c.data()).noalias() =
      Map<Matrix<T, M, K, RowMajor> const>(o.a.data()) *
      Map<Matrix<T, K, N, RowMajor> const>(o.b.data());
}
#endif

void require(bool holds, char const* otherwise) {
  if (holds) return;
  std::cerr << otherwise << '\n';
  std::exit(1);
}

/// `count` products, GFLOP/s of each rival and how many times as fast tessera is.
template<class T, int M, int K, int N>
void line(int rounds, index_t count) {
  std::vector<operands<T, M, K, N>> all(static_cast<std::size_t>(count));
  int seed = 0;
  for (auto& o : all) {
    for (T& x : o.a) x = T(++seed % 17 - 8);
    for (T& x : o.b) x = T(++seed % 13 - 6);
  }
  // Small integers: the result is exact in every order.
  auto const run = [&](auto const& f) {
    return [&all, &f] {
      for (auto& o : all) {
        f(o);
        asm volatile("" : : "r"(&o) : "memory");
      }
    };
  };
  auto const ours = [](auto& o) { o.c = o.a * o.b; };
  auto const plain = [](auto& o) { loop(o); };
#if defined(BENCH_EIGEN)
  auto const theirs = [](auto& o) { eigen(o); };
#else
  auto const theirs = plain;
#endif
#if defined(BENCH_LIBXSMM)
  auto const found = bench::libxsmm_kernel<T>(M, N, K);
  require(found, "libxsmm: no kernel for this machine");
  auto const kernel = [found](auto& o) { found(o.b.data(), o.a.data(), o.c.data()); };
#else
  auto const kernel = plain;
#endif
  run(ours)();
  auto const expected = all;
  for (auto const& o : expected)
    require(o.c == tessera::eval<tessera::naive>(o.a * o.b), "tessera: a wrong result");
  run(theirs)();
  for (std::size_t q = 0; q < all.size(); ++q)
    require(all[q].c == expected[q].c, "Eigen: a wrong result");
  run(kernel)();
  for (std::size_t q = 0; q < all.size(); ++q)
    require(all[q].c == expected[q].c, "libxsmm: a wrong result");
  static constexpr long steps = 20'000 / long(bench::peak_chains);
  auto const peak = [] {
    using V = xsimd::batch<T>;
    return bench::run_chains<T>(steps, V(T(0.5)), V(T(1)),
                                std::make_index_sequence<bench::peak_chains>{});
  };
  auto const table =
      bench::compare(bench::effort{rounds, 0.002}, bench::rival{"tessera", run(ours)},
                     bench::rival{"loop", run(plain)}, bench::rival{"Eigen", run(theirs)},
                     bench::rival{"libxsmm", run(kernel)}, bench::rival{"peak", peak});
  double const flops = 2.0 * M * K * N * double(count);
  double const roof = 2.0 * double(steps * long(bench::peak_chains)) *
                      tessera::simd::lanes_of<tessera::simd::batch<T>> / table[4].seconds.median /
                      1e9;
  double const speed = flops / table[0].seconds.median / 1e9;
  std::printf("%3d x %2d x %2d  %-6s %7ld  %8.1f  %4.0f %%  %8.2f", M, K, N,
              sizeof(T) == 4 ? "float" : "double", long(count), speed, 100 * speed / roof,
              table[1].ratio.median);
  auto const print = [](bool there, double ratio) {
    if (there) std::printf("  %11.2f", ratio);
    else std::printf("            -");
  };
  print(bench::has_eigen, table[2].ratio.median);
  print(has_libxsmm, table[3].ratio.median);
  std::puts("");
}

template<class T>
void lines(int rounds) {
  for (index_t const count : {1, 10000}) {
    line<T, 2, 2, 2>(rounds, count);
    line<T, 3, 3, 3>(rounds, count);
    line<T, 4, 4, 4>(rounds, count);
    line<T, 4, 4, 2>(rounds, count);
    line<T, 6, 6, 6>(rounds, count);
    line<T, 8, 8, 8>(rounds, count);
    line<T, 12, 12, 12>(rounds, count);
    line<T, 16, 16, 16>(rounds, count);
    line<T, 5, 7, 11>(rounds, count);
    line<T, 32, 32, 32>(rounds, count / 10 + 1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = 15;
  for (int k = 1; k < argc; ++k) {
    std::string const text = argv[k];
    char* end = nullptr;
    long const n = std::strtol(text.c_str(), &end, 10);
    if (std::string(end) != "x" || n < 1 || n > 100000) {
      std::cerr << "bench_fixed: how many rounds, as in 21x; not " << text << '\n';
      return 2;
    }
    rounds = int(n);
  }
  std::cout << bench::machine() << "\n"
            << bench::peers() << "; libxsmm " << libxsmm_version << "\n"
            << std::endl;
  std::puts("  M    K    N  type      many   GFLOP/s  of peak  loop / t    Eigen / t  libxsmm / t");
  lines<float>(rounds);
  lines<double>(rounds);
}
