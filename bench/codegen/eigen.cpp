// SPDX-License-Identifier: BSL-1.0
// The functions of specimens.cpp as a user of Eigen writes them.

#include <cstdint>

#include <Eigen/Dense>

template<class T, int M = Eigen::Dynamic, int N = Eigen::Dynamic>
using matrix = Eigen::Matrix<T, M, N, N == 1 ? Eigen::ColMajor : Eigen::RowMajor>;
using floats = matrix<float>;
using doubles = matrix<double>;
using column = Eigen::VectorXf;

extern "C" {

void product(floats& c, floats const& a, floats const& b) { c.noalias() = a * b; }

void product_double(doubles& c, doubles const& a, doubles const& b) { c.noalias() = a * b; }

void layer(floats& c, floats const& a, floats const& b, Eigen::RowVectorXf const& bias) {
  c.noalias() = a * b;
  c = (c.rowwise() + bias).cwiseMax(0.0f);
}

void six_operands(floats& r, floats const& a, floats const& b, floats const& c, floats const& d,
                  floats const& e, floats const& f) {
  r = 2 * a + b.cwiseProduct(c) - d.cwiseMax(e).cwiseProduct(f);
}

void chain(column& y, floats const& a, floats const& b, floats const& c, column const& x) {
  y.noalias() = a * (b * (c * x));
}

void matrix_vector(column& y, floats const& a, column const& x) { y.noalias() = a * x; }

void product_bytes(matrix<std::int32_t>& c, matrix<std::int8_t> const& a,
                   matrix<std::int8_t> const& b) {
  c.noalias() = a.cast<std::int32_t>() * b.cast<std::int32_t>();
}

void static_64(matrix<float, 64, 64>& c, matrix<float, 64, 64> const& a,
               matrix<float, 64, 64> const& b) {
  c.noalias() = a * b;
}

void static_8(matrix<float, 8, 8>& c, matrix<float, 8, 8> const& a, matrix<float, 8, 8> const& b) {
  c.noalias() = a * b;
}

void static_4(matrix<float, 4, 4>& c, matrix<float, 4, 4> const& a, matrix<float, 4, 4> const& b) {
  c.noalias() = a * b;
}

void static_4_double(matrix<double, 4, 4>& c, matrix<double, 4, 4> const& a,
                     matrix<double, 4, 4> const& b) {
  c.noalias() = a * b;
}
}
