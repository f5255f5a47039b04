// SPDX-License-Identifier: BSL-1.0
// The six steps. What lies between `// step` and `// end` is quoted by examples/README.md, and
// bench/codegen/tutorial.py checks that it is.

#include "steps.hpp"

#include <tessera/tessera.hpp>

#include <tessera/core/unrolled.hpp>
#include <tessera/simd/arithmetic.hpp>
#include <tessera/simd/fold.hpp>
#include <tessera/simd/lanes.hpp>

namespace foundations {

using namespace tessera;
using simd::first_lanes, simd::load_from, simd::multiply_add, simd::store_to;

// step 1
void triple_loop(mat& C, mat const& A, mat const& B) {
  assign<naive>(C, A * B);
}
// end

// step 2
using V = simd::batch<float>;
constexpr int lanes = simd::lanes_of<V>;

void dot_product(mat& C, mat const& A, mat const& B) {
  mat const columns = transpose(B);  // whose elements lie side by side now
  index_t const K = A.cols();
  for (index_t i = 0; i < C.rows(); ++i)
    for (index_t j = 0; j < C.cols(); ++j) {
      float const *a = A.data() + i * K, *b = columns.data() + j * K, *const end = a + K;
      V sum[1] = {V(0.0f)};
      for (; end - a >= lanes; a += lanes, b += lanes)
        sum[0] = multiply_add(load_from<V>(a), load_from<V>(b), sum[0]);
      first_lanes<V> const rest(int(end - a));
      sum[0] = multiply_add(load_from<V>(a, rest), load_from<V>(b, rest), sum[0]);
      C(i, j) = simd::fold<1>(sum);
    }
}
// end

// step 3
void several_sums(mat& C, mat const& A, mat const& B) {
  assign<dot_inner>(C, A * B);
}
// end

// step 4
static void tile(mat& C, mat const& A, mat const& B, index_t i, index_t j) {
  V sum[6][2];
  unrolled<6>([&](auto r) { sum[r][0] = sum[r][1] = V(0.0f); });
  for (index_t p = 0; p < A.cols(); ++p) {
    V const b0 = load_from<V>(&B(p, j)), b1 = load_from<V>(&B(p, j + lanes));
    unrolled<6>([&](auto r) {
      V const a(A(i + r, p));  // in all lanes
      sum[r][0] = multiply_add(a, b0, sum[r][0]);
      sum[r][1] = multiply_add(a, b1, sum[r][1]);
    });
  }
  unrolled<6>([&](auto r) {
    store_to(&C(i + r, j), sum[r][0]);
    store_to(&C(i + r, j + lanes), sum[r][1]);
  });
}
// end

void register_tile(mat& C, mat const& A, mat const& B) {
  index_t const K = A.cols(), M = C.rows() / 6 * 6, N = C.cols() / (2 * lanes) * (2 * lanes);
  for (index_t i = 0; i < M; i += 6)
    for (index_t j = 0; j < N; j += 2 * lanes) tile(C, A, B, i, j);
  // What is to the right of all tiles, and what is below them.
  index_t const m = C.rows() - M, n = C.cols() - N;
  assign<tiled>(block(C, 0, N, M, n), block(A, 0, 0, M, K) * block(B, 0, N, K, n));
  assign<tiled>(block(C, M, 0, m, C.cols()), block(A, M, 0, m, K) * B);
}

// step 5
void packed_and_blocked(mat& C, mat const& A, mat const& B) {
  assign<tiled>(C, A * B);
}
// end

// step 6
void fused(mat& C, mat const& A, mat const& B, vec const& b) {
  assign<tiled>(C, relu(A * B + b));
}
// end

void in_two_passes(mat& C, mat const& A, mat const& B, vec const& b) {
  assign<tiled>(C, A * B);
  assign<tiled>(C, relu(C + b));
}

}  // namespace foundations
