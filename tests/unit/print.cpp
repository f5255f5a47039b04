// SPDX-License-Identifier: BSL-1.0
// Matrices as text.

#include <doctest/doctest.h>

#include <complex>
#include <cstdint>
#include <iomanip>
#include <sstream>

#include <tessera/tessera.hpp>

using namespace tessera;

namespace {
template<class E>
std::string text(E const& e) {
  std::ostringstream out;
  out << e;
  return out.str();
}
}  // namespace

TEST_CASE("rows are lines, columns end below each other") {
  matrix<float> const a{{1, 2.5f}, {-30, 4}};
  CHECK(text(a) == "  1 2.5\n-30   4");
  CHECK(text(transpose(a)) == "  1 -30\n2.5   4");
  CHECK(text(row(a, 1)) == "-30   4");
  CHECK(text(matrix<float>(0, 3)).empty());
  CHECK(text(matrix<float>(3, 0)).empty());
  CHECK(text(matrix<std::int8_t>{{65, -1}}) == "65 -1");
  CHECK(text(matrix<std::complex<float>>{{{1, 2}, {0, 0}}}) == "(1,2) (0,0)");
}

TEST_CASE("expressions are evaluated") {
  matrix<int> const a{{1, 2}, {3, 4}};
  CHECK(text(a * a) == " 7 10\n15 22");
  CHECK(text(a < 3) == "1 1\n0 0");
  CHECK(text(sum(a)) == "10");
  CHECK(text(identity<int>(2)) == "1 0\n0 1");
}

TEST_CASE("precision, notation and width are the stream's, and the stream keeps them") {
  matrix<double> const a{{1.0 / 3, 20}};
  std::ostringstream out;
  out << std::fixed << std::setprecision(2) << a;
  CHECK(out.str() == " 0.33 20.00");
  out.str("");
  out << std::setw(8) << a << 1.0;
  CHECK(out.str() == "    0.33    20.001.00");
}
