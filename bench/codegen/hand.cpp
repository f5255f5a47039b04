// SPDX-License-Identifier: BSL-1.0
// The functions of specimens.cpp by hand, in intrinsics: only the loop that takes the time. Extents
// are multiples of what it takes at once.

#if defined(__aarch64__)
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif

namespace {

#if defined(__AVX512F__)
using vector = __m512;
vector load(float const* p) { return _mm512_loadu_ps(p); }
void store(float* p, vector v) { _mm512_storeu_ps(p, v); }
vector all(float x) { return _mm512_set1_ps(x); }
vector multiply_add(vector a, vector b, vector c) { return _mm512_fmadd_ps(a, b, c); }
vector multiply_subtract(vector a, vector b, vector c) { return _mm512_fnmadd_ps(a, b, c); }
vector multiply(vector a, vector b) { return _mm512_mul_ps(a, b); }
vector add(vector a, vector b) { return _mm512_add_ps(a, b); }
vector larger(vector a, vector b) { return _mm512_max_ps(a, b); }
float total(vector v) { return _mm512_reduce_add_ps(v); }
constexpr int batches = 4;
#elif defined(__FMA__)
using vector = __m256;
vector load(float const* p) { return _mm256_loadu_ps(p); }
void store(float* p, vector v) { _mm256_storeu_ps(p, v); }
vector all(float x) { return _mm256_set1_ps(x); }
vector multiply_add(vector a, vector b, vector c) { return _mm256_fmadd_ps(a, b, c); }
vector multiply_subtract(vector a, vector b, vector c) { return _mm256_fnmadd_ps(a, b, c); }
vector multiply(vector a, vector b) { return _mm256_mul_ps(a, b); }
vector add(vector a, vector b) { return _mm256_add_ps(a, b); }
vector larger(vector a, vector b) { return _mm256_max_ps(a, b); }
float total(vector v) {
  __m128 const four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1)),
               two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
constexpr int batches = 2;
#elif defined(__aarch64__)
using vector = float32x4_t;
vector load(float const* p) { return vld1q_f32(p); }
void store(float* p, vector v) { vst1q_f32(p, v); }
vector all(float x) { return vdupq_n_f32(x); }
vector multiply_add(vector a, vector b, vector c) { return vfmaq_f32(c, a, b); }
vector multiply_subtract(vector a, vector b, vector c) { return vfmsq_f32(c, a, b); }
vector multiply(vector a, vector b) { return vmulq_f32(a, b); }
vector add(vector a, vector b) { return vaddq_f32(a, b); }
vector larger(vector a, vector b) { return vmaxq_f32(a, b); }
float total(vector v) { return vaddvq_f32(v); }
constexpr int batches = 4;
#else
using vector = __m128;
vector load(float const* p) { return _mm_loadu_ps(p); }
void store(float* p, vector v) { _mm_storeu_ps(p, v); }
vector all(float x) { return _mm_set1_ps(x); }
vector multiply_add(vector a, vector b, vector c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
vector multiply_subtract(vector a, vector b, vector c) { return _mm_sub_ps(c, _mm_mul_ps(a, b)); }
vector multiply(vector a, vector b) { return _mm_mul_ps(a, b); }
vector add(vector a, vector b) { return _mm_add_ps(a, b); }
vector larger(vector a, vector b) { return _mm_max_ps(a, b); }
float total(vector v) {
  vector const two = _mm_add_ps(v, _mm_movehl_ps(v, v));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
constexpr int batches = 2;
#endif

constexpr int lanes = sizeof(vector) / sizeof(float), rows = 6;

/// What is done to six rows and some batches of columns of A B, and where they are put.
template<class Finish>
inline void tile(float const* a, long a_row, float const* b, long b_row, long k,
                 Finish const& finish) {
  vector sums[rows][batches];
#pragma GCC unroll 8
  for (auto& row : sums)
#pragma GCC unroll 8
    for (auto& sum : row) sum = all(0);
  for (long p = 0; p < k; ++p, ++a, b += b_row) {
    vector from[batches];
#pragma GCC unroll 8
    for (int j = 0; j < batches; ++j) from[j] = load(b + j * lanes);
#pragma GCC unroll 8
    for (int i = 0; i < rows; ++i) {
      vector const x = all(a[i * a_row]);
#pragma GCC unroll 8
      for (int j = 0; j < batches; ++j) sums[i][j] = multiply_add(x, from[j], sums[i][j]);
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < rows; ++i)
#pragma GCC unroll 8
    for (int j = 0; j < batches; ++j) finish(i, j * lanes, sums[i][j]);
}

}  // namespace

extern "C" {

void product(float* c, float const* a, float const* b, long m, long n, long k) {
  for (long i = 0; i < m; i += rows)
    for (long j = 0; j < n; j += batches * lanes)
      tile(a + i * k, k, b + j, n, k,
           [&](int r, int s, vector v) { store(c + (i + r) * n + j + s, v); });
}

void layer(float* c, float const* a, float const* b, float const* bias, long m, long n, long k) {
  for (long i = 0; i < m; i += rows)
    for (long j = 0; j < n; j += batches * lanes)
      tile(a + i * k, k, b + j, n, k, [&](int r, int s, vector v) {
        store(c + (i + r) * n + j + s, larger(add(v, load(bias + j + s)), all(0)));
      });
}

void six_operands(float* r, float const* a, float const* b, float const* c, float const* d,
                  float const* e, float const* f, long n) {
  vector const two = all(2);
  for (long i = 0; i < n; i += lanes) {
    vector const sum = multiply_add(two, load(a + i), multiply(load(b + i), load(c + i)));
    store(r + i, multiply_subtract(larger(load(d + i), load(e + i)), load(f + i), sum));
  }
}

void matrix_vector(float* y, float const* a, float const* x, long m, long n) {
  for (long i = 0; i < m; i += 4) {
    vector sums[4] = {all(0), all(0), all(0), all(0)};
    for (long j = 0; j < n; j += lanes) {
      vector const v = load(x + j);
#pragma GCC unroll 4
      for (int r = 0; r < 4; ++r) sums[r] = multiply_add(load(a + (i + r) * n + j), v, sums[r]);
    }
    for (int r = 0; r < 4; ++r) y[i + r] = total(sums[r]);
  }
}
}
