// SPDX-License-Identifier: BSL-1.0
// Prints a hash of the bytes of many products by each policy, and of functions of many numbers;
// same_bits.py compares two builds of it.

#include <cstdio>

#include "support/numbers.hpp"

#include <tessera/simd/math.hpp>

using namespace tessera;

template<class M>
std::uint64_t hash(M const& m, std::uint64_t h) {
  for (auto const& x : m) {
    unsigned char bytes[sizeof x];
    std::memcpy(bytes, &x, sizeof x);
    for (unsigned char const byte : bytes) h = (h ^ byte) * 1099511628211u;
  }
  return h;
}

template<class T>
void print_hashes(char const* type) {
  for (index_t m : {1, 2, 5, 6, 7, 64})
    for (index_t n : {1, 10, 15, 33, 65})
      for (index_t k : {1, 63, 257, 784}) {
        matrix<T> a(m, k), b(k, n);
        row_vector<T> bias(n);
        support::fill(a, std::uint64_t(m)), support::fill(b, std::uint64_t(n)),
            support::fill(bias, 3);
        std::uint64_t h = 14695981039346656037u;
        h = hash(eval<naive>(a * b), h);
        h = hash(eval<dot_inner>(a * b), h);
        h = hash(eval<tiled>(a * b), h);
        h = hash(eval<tiled>(T(2) * (a * b) - bias), h);
        h = hash(eval<tiled>(a * col_vector<T>(col(b, 0))), h);
        h = hash(matrix<T>{{eval(sum(a)), eval(dot(row(a, 0), col(b, 0)))}}, h);
        std::printf("%s %tdx%tdx%td %016llx\n", type, m, k, n, static_cast<unsigned long long>(h));
      }
}

/// f of numbers in [-2^scale, 2^scale), by batches.
template<class T, class F>
void print_function_hash(char const* type, F f) {
  using V = tessera::simd::batch<T>;
  constexpr index_t count = 8192, lanes = tessera::simd::lanes_of<V>;
  for (int scale : {-30, -3, 1, 4, 6, 9}) {
    support::sequence numbers{std::uint64_t(scale + 40)};
    row_vector<T> x(count), y(count);
    for (T& value : x) value = std::ldexp(numbers.next<T>(), scale);
    for (index_t i = 0; i < count; i += lanes)
      tessera::simd::store_to(y.data() + i, f(tessera::simd::load_from<V>(x.data() + i)));
    // NaN has many bit patterns.
    for (T& value : y)
      if (value != value) value = T(2);
    std::printf("%s %s 2^%d %016llx\n", type, F::name, scale,
                static_cast<unsigned long long>(hash(y, 14695981039346656037u)));
  }
}

template<class T, class... F>
void print_function_hashes(char const* type, F... f) {
  (print_function_hash<T>(type, f), ...);
}

int main() {
  print_hashes<float>("float");
  print_hashes<double>("double");
  print_hashes<std::int32_t>("int32");
  print_hashes<std::complex<float>>("complex<float>");
  using namespace tessera::simd;
  print_function_hashes<float>("float", exponential{}, logarithm{}, hyperbolic_tangent{},
                               logistic{}, gaussian_linear{}, square_root{}, reciprocal_root{});
  print_function_hashes<double>("double", exponential{}, logarithm{}, hyperbolic_tangent{},
                                logistic{}, gaussian_linear{}, square_root{}, reciprocal_root{});
}
