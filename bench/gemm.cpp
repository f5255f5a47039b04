// SPDX-License-Identifier: BSL-1.0
// Is a product by tessera as fast as by the best of the other libraries, whatever its shape? All of
// them multiply the same memory; a result that is not right is not timed. Takes Google Benchmark's
// options, and shapes MxKxN in place of those it has. bench/report makes pages of its JSON.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <random>

#include <benchmark/benchmark.h>

#include "peers/peer.hpp"
#include "support/fma_peak.hpp"
#include "support/machine.hpp"
#include "support/shape.hpp"

namespace {

using bench::product, bench::shape;

struct free_memory {
  void operator()(void* p) const { std::free(p); }
};
/// n numbers at the beginning of a cache line.
template<class T>
std::unique_ptr<T[], free_memory> numbers(long n) {
  auto* const p = std::aligned_alloc(64, (std::size_t(n) * sizeof(T) + 63) / 64 * 64);
  if (!p) throw std::bad_alloc();
  return std::unique_ptr<T[], free_memory>(static_cast<T*>(p));
}

/// Matrices of one shape. Kept until the next shape is asked for: all peers find the same pages.
template<class T>
class operands {
public:
  explicit operands(shape s)
      : shape_(s), a_(numbers<T>(s.m * s.k)), b_(numbers<T>(s.k * s.n)), c_(numbers<T>(s.m * s.n)) {
    std::minstd_rand engine(1);
    std::uniform_real_distribution<T> some(-1, 1);
    for (long i = 0; i < s.m * s.k; ++i) a_[i] = some(engine);
    for (long i = 0; i < s.k * s.n; ++i) b_[i] = some(engine);
  }

  static operands& of(shape s) {
    static std::unique_ptr<operands> kept;
    if (!kept || kept->shape_.text() != s.text()) {
      kept.reset();
      kept = std::make_unique<operands>(s);
    }
    return *kept;
  }

  product<T> all() { return {shape_.m, shape_.k, shape_.n, a_.get(), b_.get(), c_.get()}; }

  /// Is C what it has to be, in up to 200 places?
  bool is_right(bench::multiplication const& multiply) {
    long const size = shape_.m * shape_.n;
    std::fill_n(c_.get(), size, std::numeric_limits<T>::quiet_NaN());
    multiply();
    std::minstd_rand engine(2);
    for (int look = 0; look < 200; ++look) {
      long const place = look < 2 ? look * (size - 1) : long(engine()) % size;
      long const i = place / shape_.n, j = place % shape_.n;
      double sum = 0, magnitude = 0;
      for (long p = 0; p < shape_.k; ++p) {
        double const term = double(a_[i * shape_.k + p]) * double(b_[p * shape_.n + j]);
        sum += term, magnitude += std::abs(term);
      }
      double const most =
          double(shape_.k + 1) * double(std::numeric_limits<T>::epsilon()) * magnitude;
      if (!(std::abs(double(c_[place]) - sum) <= most)) return false;
    }
    return true;
  }

private:
  shape shape_;
  std::unique_ptr<T[], free_memory> a_, b_, c_;
};

benchmark::Counter each_time(double what) {
  return {what, benchmark::Counter::kIsIterationInvariantRate};
}

template<class T>
void time_product(benchmark::State& state, bench::peer const& by, shape s) {
  auto& matrices = operands<T>::of(s);
  bench::multiplication const multiply = by.prepared(matrices.all());
  if (!matrices.is_right(multiply)) return state.SkipWithError("the result is wrong");
  for (auto _ : state) {
    multiply();
    benchmark::ClobberMemory();
  }
  state.counters["GFLOPS"] = each_time(s.flops() / 1e9);
  state.counters["bytes"] =
      (double(s.m) * double(s.k) + double(s.k) * double(s.n) + double(s.m) * double(s.n)) *
      sizeof(T);
}

template<class T>
void time_peak(benchmark::State& state) {
  using V = xsimd::batch<T>;
  constexpr long steps = 20'000;
  for (auto _ : state) {
    auto const sum = bench::run_chains<T>(steps, V(T(0.5)), V(T(1)),
                                          std::make_index_sequence<bench::peak_chains>{});
    benchmark::DoNotOptimize(sum);
  }
  state.counters["GFLOPS"] = each_time(2e-9 * double(steps) * double(bench::peak_chains * V::size));
  state.counters["bytes"] = 0;
}

/// Memory to memory: 64 MiB read, 64 MiB written.
void time_copy(benchmark::State& state) {
  constexpr long n = 16 << 20;
  auto const from = numbers<float>(n), to = numbers<float>(n);
  std::fill_n(from.get(), n, 1.0f);
  std::fill_n(to.get(), n, 0.0f);  // the first touch of a page is not what is measured
  for (auto _ : state) {
    std::copy_n(from.get(), n, to.get());
    benchmark::ClobberMemory();
  }
  state.counters["GBS"] = each_time(2e-9 * double(n) * sizeof(float));
}

struct question {
  std::string kind;
  std::vector<shape> shapes;
};

std::vector<question> all_questions() {
  std::vector<question> all{{"square", {}},
                            {"special",
                             {{5, 784, 10},
                              {64, 784, 10},
                              {64, 784, 128},
                              {50000, 784, 10},
                              {10000, 784, 128},
                              {4096, 4096, 8},
                              {1024, 4, 1024},
                              {64, 1024, 1024}}},
                            {"vector", {{1024, 1024, 1}, {4096, 4096, 1}}},
                            {"sweep", {}}};
  for (long n : {4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048})
    all[0].shapes.push_back({n, n, n});
  for (long n = 1; n <= 260; ++n) all[3].shapes.push_back({n, n, n});
  return all;
}

template<class T>
void register_all(std::string const& type, std::vector<question> const& questions,
                  std::vector<bench::peer> const& peers) {
  benchmark::RegisterBenchmark(("peak/" + type + "/1x1x1/peak").c_str(), time_peak<T>);
  for (auto const& [kind, shapes] : questions)
    for (shape const s : shapes)
      for (auto const& by : peers) {
        if (kind == "sweep" && &by != &peers.front()) continue;
        if (!by.prepared(product<T>{s.m, s.k, s.n, nullptr, nullptr, nullptr})) continue;
        auto const name = kind + '/' + type + '/' + s.text() + '/' + by.name;
        benchmark::RegisterBenchmark(
            name.c_str(), [&by, s](benchmark::State& state) { time_product<T>(state, by, s); });
      }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::vector<question> questions;
  for (int i = 1; i < argc; ++i) {
    if (questions.empty()) questions.push_back({"special", {}});
    questions[0].shapes.push_back(bench::parsed_shape("gemm", argv[i]));
  }
  if (questions.empty()) questions = all_questions();
  auto const peers = bench::all_peers();
  std::string versions;
  for (auto const& p : peers)
    if (!p.version.empty()) versions += (versions.empty() ? "" : "; ") + p.name + ' ' + p.version;
  benchmark::AddCustomContext("machine", bench::processor());
  benchmark::AddCustomContext("compiler", bench::compiler());
  benchmark::AddCustomContext("flags", bench::instruction_set() + ", -O3");
  benchmark::AddCustomContext("peers", versions);
  benchmark::AddCustomContext("missing", bench::missing_peers());
  register_all<float>("float", questions, peers);
  register_all<double>("double", questions, peers);
  benchmark::RegisterBenchmark("bandwidth/float/1x1x1/copy", time_copy);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
