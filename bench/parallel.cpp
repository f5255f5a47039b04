// SPDX-License-Identifier: BSL-1.0
// What do threads give, and what do they cost where there is little to do? Each line by one thread
// and by OpenMP's (OMP_NUM_THREADS), in turn; results are compared to the bit. Not pinned to one
// core.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include <tessera/expr/random.hpp>
#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/machine.hpp"

using namespace tessera;

namespace {

std::mt19937 engine(1);

template<class E>
void line(std::string const& name, E const& e) {
  matrix<value_of<E>> one, several;
  auto const alone = [&] { assign<tiled>(one, e); };
  auto const shared = [&] { assign<parallel<tiled>>(several, e); };
  alone(), shared();
  if (one != several) {
    std::cerr << name << ": the bits differ\n";
    std::exit(1);
  }
  auto const table = bench::compare(bench::effort{21, 0.005}, bench::rival{"threads", shared},
                                    bench::rival{"one", alone});
  auto const& ratio = table[1].ratio;
  std::printf("%-34s %10s %10s  %.2f times as fast (%.2f .. %.2f)\n", name.c_str(),
              bench::time_text(table[1].seconds.median, true).c_str(),
              bench::time_text(table[0].seconds.median, true).c_str(), ratio.median, ratio.low,
              ratio.high);
}

template<class T>
void products(std::string const& type) {
  for (index_t n : {4, 8, 12, 16, 32, 48, 64, 80, 96, 128, 192, 256, 512, 1024, 2048}) {
    auto const a = random_uniform<T>(n, n, engine), b = random_uniform<T>(n, n, engine);
    line(type + " A * B, " + std::to_string(n) + "^3", a * b);
  }
  for (auto const& [m, k, n] : {std::array{5, 784, 10},
                                {64, 784, 10},
                                {64, 784, 128},
                                {50000, 784, 10},
                                {10000, 784, 128},
                                {4096, 4096, 8},
                                {1024, 4, 1024}}) {
    auto const a = random_uniform<T>(m, k, engine), b = random_uniform<T>(k, n, engine);
    line(type + " A * B, " + std::to_string(m) + 'x' + std::to_string(k) + 'x' + std::to_string(n),
         a * b);
  }
}

}  // namespace

int main() {
  std::cout << bench::machine() << "; " << openmp::concurrency() << " threads\n";
  products<float>("float");
  products<double>("double");
  auto const a = random_uniform<float>(1024, 1024, engine),
             b = random_uniform<float>(1024, 1024, engine);
  line("A' * A, 1024", transpose(a) * a);
  line("A + B % A, 1024^2", a + b % a);
  line("A + B % A, 64^2", block(a, 0, 0, 64, 64) + block(b, 0, 0, 64, 64) % block(a, 0, 0, 64, 64));
  auto const x = random_uniform<float>(100'000, 64, engine),
             w = random_uniform<float>(64, 64, engine), v = random_uniform<float>(64, 10, engine);
  line("three layers, 100000 x 64", relu(relu(x * w) * w) * v);
  auto const q = block(x, 0, 0, 4096, 64);
  line("softmax(Q K') V, 4096 x 64", softmax(q * transpose(q)) * q);
}
