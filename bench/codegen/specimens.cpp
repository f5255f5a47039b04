// SPDX-License-Identifier: BSL-1.0
// What the codegen lab (lab.py) and tests/codegen/check.py compile by each policy: a line that says
// what it is, and a function that assigns.

#include <tessera/tessera.hpp>

using namespace tessera;

template<index_t N, class T = float>
using square = matrix<T, N, N>;
using floats = matrix<float>;
using doubles = matrix<double>;
using bytes = matrix<std::int8_t>;
using part = decltype(view(static_cast<float*>(nullptr), 1, 1));  // has the size that it has

extern "C" {

// A * B of floats, extents known at run time
void product(floats& c, floats const& a, floats const& b) {
  assign<tiled>(c, a * b);
}

// A * B of doubles, extents known at run time
void product_double(doubles& c, doubles const& a, doubles const& b) {
  assign<tiled>(c, a * b);
}

// relu(A * B + b): a layer with its bias and activation
void layer(floats& c, floats const& a, floats const& b, row_vector<float> const& bias) {
  assign<tiled>(c, relu(a * b + bias));
}

// Element by element, six operands
void six_operands(part r, floats const& a, floats const& b, floats const& c, floats const& d,
                  floats const& e, floats const& f) {
  assign<tiled>(r, 2 * a + b % c - max(d, e) % f);
}

// A * B * C * x: a chain, from right to left
void chain(col_vector<float>& y, floats const& a, floats const& b, floats const& c,
           col_vector<float> const& x) {
  assign<tiled>(y, a * b * c * x);
}

// A * x: a matrix times a column
void matrix_vector(col_vector<float>& y, floats const& a, col_vector<float> const& x) {
  assign<tiled>(y, a * x);
}

// A * B of bytes, summed as int
void product_bytes(matrix<std::int32_t>& c, bytes const& a, bytes const& b) {
  assign<tiled>(c, a * b);
}

// A * B, 64 x 64, extents known to the compiler
void static_64(square<64>& c, square<64> const& a, square<64> const& b) {
  assign<tiled>(c, a * b);
}

// A * B, 8 x 8, extents known to the compiler
void static_8(square<8>& c, square<8> const& a, square<8> const& b) {
  assign<tiled>(c, a * b);
}

// A * B, 4 x 4, extents known to the compiler
void static_4(square<4>& c, square<4> const& a, square<4> const& b) {
  assign<tiled>(c, a * b);
}

// A * B, 4 x 4 doubles, extents known to the compiler
void static_4_double(square<4, double>& c, square<4, double> const& a, square<4, double> const& b) {
  assign<tiled>(c, a * b);
}
}
