// SPDX-License-Identifier: BSL-1.0
// What tests/codegen/check.py must find fault with: a function for each property, named after it.

#include <cmath>
#include <cstddef>

typedef float batch __attribute__((vector_size(32)));

extern "C" {

float library_function(float);

// More accumulators than registers: they go through the stack.
void bad_tile_spills(float const* a, float const* b, float* c, std::ptrdiff_t k) {
  batch acc[40] = {};
  for (std::ptrdiff_t p = 0; p < k; ++p, a += 40, b += 8) {
    batch bp;
    __builtin_memcpy(&bp, b, sizeof bp);
#pragma GCC unroll 40
    for (int i = 0; i < 40; ++i) acc[i] += a[i] * bp;
  }
  __builtin_memcpy(c, acc, sizeof acc);
}

// One chain: each multiply-add waits for the one before.
float bad_dot_one_chain(float const* a, float const* b, std::ptrdiff_t k) {
  batch acc = {};
  for (std::ptrdiff_t p = 0; p < k; p += 8) {
    batch x, y;
    __builtin_memcpy(&x, a + p, sizeof x);
    __builtin_memcpy(&y, b + p, sizeof y);
    acc += x * y;
  }
  return acc[0] + acc[1] + acc[2] + acc[3] + acc[4] + acc[5] + acc[6] + acc[7];
}

// A vectorised "textbook" loop.
void bad_naive_vectors(float* c, float const* a, float const* b, std::ptrdiff_t n) {
  for (std::ptrdiff_t i = 0; i < n; i += 8) {
    batch x, y, z;
    __builtin_memcpy(&x, a + i, sizeof x);
    __builtin_memcpy(&y, b + i, sizeof y);
    __builtin_memcpy(&z, c + i, sizeof z);
    z += x * y;
    __builtin_memcpy(c + i, &z, sizeof z);
  }
}

// Reads a twice, since r may be it; writes twice.
void bad_pass_reads_twice(float* r, float const* a, float const* b, std::ptrdiff_t n) {
#pragma GCC unroll 1
  for (std::ptrdiff_t i = 0; i < n; i += 8) {
    batch x, y;
    __builtin_memcpy(&x, a + i, sizeof x);
    x = x + x;
    __builtin_memcpy(r + i, &x, sizeof x);
    __builtin_memcpy(&x, a + i, sizeof x);
    __builtin_memcpy(&y, b + i, sizeof y);
    x = x * y + y;
    __builtin_memcpy(r + i, &x, sizeof x);
  }
}

void bad_static_loops(float* c, float const* a, std::ptrdiff_t n) {
#pragma GCC unroll 1
  for (std::ptrdiff_t i = 0; i < n; ++i) c[i] = a[i] * 2;
}
void bad_static_calls(float* c, float const* a) { c[0] = library_function(a[0]) + 1; }
void bad_allocates(float** c) { *c = new float[16]; }

// A function of the mathematical library for one element.
float bad_calls_library(float x) { return std::exp(x) + 1; }

long double bad_x87(long double x) { return x * x + 1; }

// A library function for each element, and with it vzeroupper in the loop.
void bad_loop_calls(float* c, float const* a, std::ptrdiff_t n) {
  batch sum = {};
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    batch x;
    __builtin_memcpy(&x, a + 8 * i, sizeof x);
    sum += x * x;
    c[i] = library_function(sum[0]);
  }
}
}
