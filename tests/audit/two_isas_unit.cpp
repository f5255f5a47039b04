// SPDX-License-Identifier: BSL-1.0
// One unit of two_isas.cpp. UNIT names its function.
#if __has_include(<tessera/tessera.hpp>)
#include <tessera/tessera.hpp>
#else
#include <tessera/storage/matrix.hpp>
#endif
using namespace tessera;

bool UNIT();
bool UNIT() {
  // 19 x 23 x 37: no multiple of any vector, so that every kind of edge is linked.
  matrix<float> A(19, 37), B(37, 23);
  for (index_t i = 0; i < A.rows(); ++i)
    for (index_t p = 0; p < A.cols(); ++p) A(i, p) = static_cast<float>(i + 2 * p);
  for (index_t p = 0; p < B.rows(); ++p)
    for (index_t j = 0; j < B.cols(); ++j) B(p, j) = static_cast<float>(p - j);
  bool refused = false;
  try {
    matrix<float> C{{1, 2}, {3}};
  } catch (shape_error const&) {
    refused = true;
  }
#if __has_include(<tessera/tessera.hpp>)
  // Small whole numbers: every order of summation gives the exact result.
  matrix<float> const C = eval<tiled>(A * B), D = eval<dot_inner>(A * B);
  bool equal = sum(eval(A + A)) == 2 * sum(A);
  for (index_t i = 0; i < C.rows(); ++i)
    for (index_t j = 0; j < C.cols(); ++j) {
      float expected = 0;
      for (index_t p = 0; p < A.cols(); ++p) expected += A(i, p) * B(p, j);
      equal = equal && C(i, j) == expected && D(i, j) == expected;
    }
  return refused && equal;
#else
  return refused && A(18, 36) == 90 && B(0, 22) == -22;
#endif
}
