// SPDX-License-Identifier: BSL-1.0
// Functions whose assembly tests/codegen/check.py reads.

#include <tessera/tessera.hpp>

using namespace tessera;

using M = matrix<float>;
using part = decltype(view(static_cast<float*>(nullptr), 1, 1));

extern "C" {

void product_naive(M& c, M const& a, M const& b) { assign<naive>(c, a * b); }
void product_dot(M& c, M const& a, M const& b) { assign<dot_inner>(c, a * b); }
void product_tiled(M& c, M const& a, M const& b) { assign<tiled>(c, a * b); }
void product_tiled_double(matrix<double>& c, matrix<double> const& a, matrix<double> const& b) {
  assign<tiled>(c, a * b);
}
void layer(M& c, M const& a, M const& b, row_vector<float> const& r) { c = relu(a * b + r); }

void static_4(matrix<float, 4, 4>& c, matrix<float, 4, 4> const& a, matrix<float, 4, 4> const& b) {
  c = a * b;
}
void static_4_double(matrix<double, 4, 4>& c, matrix<double, 4, 4> const& a,
                     matrix<double, 4, 4> const& b) {
  c = a * b;
}

// A view has the size that it has: nobody needs memory.
void six_operands(part r, M const& a, M const& b, M const& c, M const& d, M const& e, M const& f) {
  noalias(r) = 2 * a + b % c - max(d, e) % f;
}

void matrix_vector(col_vector<float>& y, M const& a, col_vector<float> const& x) { y = a * x; }
}
