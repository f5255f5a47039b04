// SPDX-License-Identifier: BSL-1.0
// One unit of two_isas.cpp. UNIT names its function.
#include <tessera/tessera.hpp>
using namespace tessera;

bool UNIT();
bool UNIT() {
  // 19 x 23 x 37: no multiple of any vector, so that every kind of edge is linked. Small whole numbers: every order of
  // summation gives the exact result.
  matrix<float> A(19, 37), B(37, 23);
  for (index_t i = 0; i < A.rows(); ++i)
    for (index_t p = 0; p < A.cols(); ++p) A(i, p) = static_cast<float>(i + 2 * p);
  for (index_t p = 0; p < B.rows(); ++p)
    for (index_t j = 0; j < B.cols(); ++j) B(p, j) = static_cast<float>(p - j);

  matrix<float> const C = eval<tiled>(A * B), D = eval<dot_inner>(A * B);
  bool right = eval(sum(A + A)) == 2 * eval(sum(A));
  for (index_t i = 0; i < C.rows(); ++i)
    for (index_t j = 0; j < C.cols(); ++j) {
      float expected = 0;
      for (index_t p = 0; p < A.cols(); ++p) expected += A(i, p) * B(p, j);
      right = right && C(i, j) == expected && D(i, j) == expected;
    }
  try {
    eval(A * A);
    return false;
  } catch (shape_error const&) {
    return right;
  }
}
