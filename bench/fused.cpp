// SPDX-License-Identifier: BSL-1.0
// What does it cost to write one line? Each line is timed in turn with what it must not be slower
// than: the bare product that it decorates, the loop that an expert writes by hand, the same steps
// one by one into matrices that are there already. Results are compared before anything is timed.
// Takes how many rounds each is timed, as in "5x" (15x).

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/machine.hpp"

using namespace tessera;

namespace {

int rounds = 15;
int met = 0, claimed = 0;
unsigned seed = 0;

/// Elements between -scale and scale.
matrix<float> random(index_t rows, index_t cols, float scale = 1) {
  matrix<float> a(rows, cols);
  unsigned bits = ++seed;
  for (float& x : a) {
    bits = bits * 1664525u + 1013904223u;
    x = scale * float(int(bits >> 16) - 32768) / 32768.0f;
  }
  return a;
}

/// |C - C'| <= K eps |A| |B|, where no element of |A| |B| is greater than `most`.
template<class A, class B>
void agree(std::string const& line, A const& a, B const& b, index_t k, double most) {
  double const bound = double(k) * double(std::numeric_limits<float>::epsilon()) * most;
  double const apart = double(eval(max(abs(a - b))));
  if (apart <= bound) return;
  std::cerr << line << ": is off by " << apart << ", more than " << bound << '\n';
  std::exit(1);
}

void report(std::string const& line, std::string const& against, double target,
            bench::standing const& base, bench::standing const& ours) {
  bool const kept = ours.ratio.median <= target;
  std::printf("%-34s / %-24s <= %.2f  %5.3f (%.3f .. %.3f)  %-7s  %9s / %9s\n", line.c_str(),
              against.c_str(), target, ours.ratio.median, ours.ratio.low, ours.ratio.high,
              kept ? "met" : "NOT MET", bench::time_text(ours.seconds.median, true).c_str(),
              bench::time_text(base.seconds.median, true).c_str());
  ++claimed, met += kept;
}

/// One line against one rival.
template<class Base, class Ours>
void claim(std::string const& line, std::string const& against, double target, Base base,
           Ours ours) {
  auto const table = bench::compare(bench::effort{rounds, 0.01}, bench::rival{"base", base},
                                    bench::rival{"ours", ours});
  report(line, against, target, table[0], table[1]);
}

std::string shape_text(index_t m, index_t k, index_t n) {
  return std::to_string(m) + 'x' + std::to_string(k) + 'x' + std::to_string(n);
}

// --- what rides on a product, against the product

void layer(index_t m, index_t k, index_t n) {
  auto const x = random(m, k), w = random(k, n);
  row_vector<float> const b = random(1, n);
  matrix<float> c(m, n), d(m, n);
  assign(c, relu(x * w + b));
  assign(d, x * w), assign(d, d + b), assign(d, relu(d));
  agree("relu(X * W + b)", c, d, k, double(k));
  claim(
      "relu(X * W + b)", "X * W, " + shape_text(m, k, n), 1.03, [&] { assign(c, x * w); },
      [&] { assign(c, relu(x * w + b)); });
}

void decorations(index_t n) {
  auto const a = random(n, n), b = random(n, n), c = random(n, n);
  row_vector<float> const m = random(1, n);
  float const s = 0.5f;
  matrix<float> d(n, n), e(n, n), f(n, n);
  double const most = 2 * double(n);
  auto const same = [&](std::string const& line) { agree(line, d, e, n, most); };

  assign(d, c + a * b), assign(f, a * b), assign(e, c + f), same("C + A * B");
  assign(d, c), d -= s * a * b, assign(e, c - s * f), same("C -= s * A * B");
  assign(d, a * (b + c)), assign(f, b + c), assign(e, a * f), same("A * (B + C)");
  assign(d, (a - m) * b), assign(f, a - m), assign(e, f * b), same("(A - m) * B");
  for (index_t i = 0; i < n; ++i)
    for (index_t j = 0; j < n; ++j) f(i, j) = a(j, i);
  assign(d, transpose(a) * b), assign(e, f * b), same("transpose(A) * B");
  assign(d, b * transpose(a)), assign(e, b * f), same("A * transpose(B)");

  auto const table =
      bench::compare(bench::effort{rounds, 0.01}, bench::rival{"A * B", [&] { assign(d, a * b); }},
                     bench::rival{"C + A * B", [&] { assign(d, c + a * b); }},
                     bench::rival{"C -= s * A * B", [&] { e -= s * a * b; }},
                     bench::rival{"A * (B + C)", [&] { assign(d, a * (b + c)); }},
                     bench::rival{"(A - m) * B", [&] { assign(d, (a - m) * b); }},
                     bench::rival{"transpose(A) * B", [&] { assign(d, transpose(a) * b); }},
                     bench::rival{"A * transpose(B)", [&] { assign(d, a * transpose(b)); }});
  for (std::size_t i = 1; i < table.size(); ++i) {
    bool const computes_while_packing = i == 3 || i == 4;
    report(table[i].name, "A * B, " + shape_text(n, n, n), computes_while_packing ? 1.10 : 1.05,
           table[0], table[i]);
  }
}

// --- an element-wise tree, against a loop by hand

#if defined(__AVX512F__)
constexpr char const* by_hand = "AVX-512 by hand";

/// d = s a + b c - |a|
void combine(float* d, float s, float const* a, float const* b, float const* c, std::size_t n) {
  __m512 const scale = _mm512_set1_ps(s);
  auto const one = [&](__m512 x, __m512 y, __m512 z) {
    return _mm512_sub_ps(_mm512_fmadd_ps(scale, x, _mm512_mul_ps(y, z)), _mm512_abs_ps(x));
  };
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    for (std::size_t j = i; j < i + 64; j += 16)  // unrolled by the compiler
      _mm512_storeu_ps(d + j,
                       one(_mm512_loadu_ps(a + j), _mm512_loadu_ps(b + j), _mm512_loadu_ps(c + j)));
  }
  for (; i < n; i += 16) {
    auto const lanes = n - i < 16 ? __mmask16((1u << (n - i)) - 1) : __mmask16(0xffff);
    _mm512_mask_storeu_ps(
        d + i, lanes,
        one(_mm512_maskz_loadu_ps(lanes, a + i), _mm512_maskz_loadu_ps(lanes, b + i),
            _mm512_maskz_loadu_ps(lanes, c + i)));
  }
}
#elif defined(__AVX2__) && defined(__FMA__)
constexpr char const* by_hand = "AVX2 by hand";

/// d = s a + b c - |a|
void combine(float* d, float s, float const* a, float const* b, float const* c, std::size_t n) {
  __m256 const scale = _mm256_set1_ps(s), sign = _mm256_set1_ps(-0.0f);
  auto const one = [&](__m256 x, __m256 y, __m256 z) {
    return _mm256_sub_ps(_mm256_fmadd_ps(scale, x, _mm256_mul_ps(y, z)), _mm256_andnot_ps(sign, x));
  };
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    for (std::size_t j = i; j < i + 32; j += 8)  // unrolled by the compiler
      _mm256_storeu_ps(d + j,
                       one(_mm256_loadu_ps(a + j), _mm256_loadu_ps(b + j), _mm256_loadu_ps(c + j)));
  }
  for (; i < n; ++i) d[i] = s * a[i] + b[i] * c[i] - std::abs(a[i]);
}
#else
constexpr char const* by_hand = "a scalar loop, for want of AVX2";

/// d = s a + b c - |a|
void combine(float* d, float s, float const* a, float const* b, float const* c, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) d[i] = s * a[i] + b[i] * c[i] - std::abs(a[i]);
}
#endif

void elementwise(index_t n) {
  auto const a = random(n, n), b = random(n, n), c = random(n, n);
  float const s = 0.75f;
  matrix<float> d(n, n), e(n, n);
  assign(d, s * a + b % c - abs(a));
  combine(e.data(), s, a.data(), b.data(), c.data(), std::size_t(n * n));
  agree("s * A + B % C - abs(A)", d, e, 3, 3);
  claim(
      "s * A + B % C - abs(A), " + std::to_string(n) + "^2", by_hand, 1 / 0.97,
      [&] { combine(d.data(), s, a.data(), b.data(), c.data(), std::size_t(n * n)); },
      [&] { assign(d, s * a + b % c - abs(a)); });
}

// --- what streams, against the same steps one by one

void perceptron(index_t width, double target) {
  index_t const rows = 100'000, classes = 10;
  float const scale = 1.7f / std::sqrt(float(width));  // so that layers neither fade nor grow
  auto const x = random(rows, width), w1 = random(width, width, scale),
             w2 = random(width, width, scale), w3 = random(width, width, scale),
             w4 = random(width, classes, scale);
  row_vector<float> const b1 = random(1, width), b2 = random(1, width), b3 = random(1, width),
                          b4 = random(1, classes);
  matrix<float> h1(rows, width), h2(rows, width), h3(rows, width), out(rows, classes),
      by_steps(rows, classes);
  auto const steps = [&] {
    assign(h1, relu(x * w1 + b1));
    assign(h2, relu(h1 * w2 + b2));
    assign(h3, relu(h2 * w3 + b3));
    assign(by_steps, h3 * w4 + b4);
  };
  auto const line = [&] {
    assign(out, relu(relu(relu(x * w1 + b1) * w2 + b2) * w3 + b3) * w4 + b4);
  };
  steps(), line();
  agree("a perceptron", out, by_steps, 4 * width, 10);
  std::string const name = "perceptron 100000x" + std::to_string(width) + ", four layers";
  claim(name, "layers into kept matrices", target, steps, line);
  // As one would write it first: each layer is a matrix of its own, which has to be allocated.
  claim(
      name, "eval, layer by layer", target,
      [&] {
        auto const first = eval(relu(x * w1 + b1));
        auto const second = eval(relu(first * w2 + b2));
        auto const third = eval(relu(second * w3 + b3));
        auto const last = eval(third * w4 + b4);
      },
      [&] { auto const last = eval(relu(relu(relu(x * w1 + b1) * w2 + b2) * w3 + b3) * w4 + b4); });
}

void attention(index_t tokens, index_t width) {
  auto const q = random(tokens, width), k = random(tokens, width), v = random(tokens, width);
  float const s = 1 / std::sqrt(float(width));
  matrix<float> scores(tokens, tokens), out(tokens, width), by_steps(tokens, width);
  auto const steps = [&] {
    assign(scores, q * transpose(k) * s);
    assign(scores, softmax(scores));
    assign(by_steps, scores * v);
  };
  auto const line = [&] { assign(out, softmax(q * transpose(k) * s) * v); };
  steps(), line();
  agree("attention", out, by_steps, tokens, 1);
  claim("softmax(Q * transpose(K) * s) * V", "scores stored, " + shape_text(tokens, width, tokens),
        1 / 1.2, steps, line);
}

// --- what is reordered, against the order found by hand

void orders(index_t n) {
  auto const a = random(n, n), b = random(n, n), c = random(n, n);
  auto const tall = random(n, 16), flat = random(16, n), thin = random(n, 16);
  col_vector<float> const x = random(n, 1);
  double const size = double(n);

  float total = 0, by_hand_total = 0;
  row_vector<float> columns(n);
  col_vector<float> lines(n);
  auto const sum_steps = [&] {
    assign(columns, col_sum(a));
    assign(lines, row_sum(b));
    by_hand_total = dot(columns, lines);
  };
  auto const sum_line = [&] { total = sum(a * b); };
  sum_steps(), sum_line();
  agree("sum(A * B)", matrix<float>{{total}}, matrix<float>{{by_hand_total}}, n, size * size);
  claim("sum(A * B), n = " + std::to_string(n), "dot of sums", 1.05, sum_steps, sum_line);

  col_vector<float> u(n), v(n), w(n), y(n);
  auto const vector_steps = [&] {
    assign(u, c * x);
    assign(v, b * u);
    assign(w, a * v);
  };
  auto const vector_line = [&] { assign(y, a * b * c * x); };
  vector_steps(), vector_line();
  agree("A * B * C * x", y, w, 3 * n, size * size);
  claim("A * B * C * x, n = " + std::to_string(n), "A * (B * (C * x))", 1.05, vector_steps,
        vector_line);

  matrix<float> small(16, 16), out(n, 16), by_steps(n, 16);
  auto const thin_steps = [&] {
    assign(small, flat * thin);
    assign(by_steps, tall * small);
  };
  auto const thin_line = [&] { assign(out, tall * flat * thin); };
  thin_steps(), thin_line();
  agree("A * B * C", out, by_steps, n, 16 * size);
  claim("A * B * C, inner 16, n, 16", "A * (B * C)", 1.05, thin_steps, thin_line);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) {
    int read = 0;
    std::string const text = argv[1];
    if (std::sscanf(argv[1], "%dx%n", &rounds, &read) != 1 || read != int(text.size()) ||
        rounds < 1 || argc > 2) {
      std::cerr << "fused: '" << text << "' is not a number of rounds such as 5x\n";
      return 2;
    }
  }
  std::cout << bench::machine() << "; float\n"
            << "line / what it must keep up with: target, median ratio (quarters), times\n"
            << std::flush;
  layer(64, 784, 128), layer(256, 256, 256), layer(1024, 1024, 1024);
  decorations(256), decorations(1024);
  elementwise(64), elementwise(1000);
  perceptron(64, 1 / 1.2), perceptron(32, 1 / 1.5);
  attention(4096, 64);
  orders(1024);
  std::printf("%d of %d targets met\n", met, claimed);
}
