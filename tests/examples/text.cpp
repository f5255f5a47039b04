// SPDX-License-Identifier: BSL-1.0
// examples/mnist: digits and numbers as text, the weights, and whether products agree.

#include <doctest/doctest.h>

#include <cmath>

#include "agree.hpp"
#include "draw.hpp"
#include "print.hpp"
#include "progress.hpp"
#include "weights.hpp"

using namespace mnist;
using tessera::matrix;

namespace {

/// Images, one a row, with ink where (image, y, x) says so.
struct dot {
  tessera::index_t image, y, x;
  float ink = 1;
};
matrix<float> images(tessera::index_t n, std::initializer_list<dot> dots) {
  matrix<float> m(n, side * side);
  for (dot const& d : dots) m(d.image, d.y * side + d.x) = d.ink;
  return m;
}

TEST_CASE("a cell is two pixels") {
  CHECK(cell(0, 0, ink::ascii) == " ");
  CHECK(cell(1, 1, ink::ascii) == "@");
  CHECK(cell(1, 0, ink::ascii) == "+");  // half of 9, rounded up: the sixth of " .:-=+*#%@"
  CHECK(cell(0, 0, ink::blocks) == " ");
  CHECK(cell(1, 0, ink::blocks) == "▀");
  CHECK(cell(0, 1, ink::blocks) == "▄");
  CHECK(cell(0.5f, 0.9f, ink::blocks) == "█");
  CHECK(cell(1, 0, ink::grey) == "\033[38;5;255;48;5;232m▀");
  CHECK(cell(0, 0.5f, ink::grey) == "\033[38;5;232;48;5;244m▀");  // 11.5 of 23, rounded up
  CHECK(cell(-3, 7, ink::blocks) == "▄");
  CHECK(cell(std::nanf(""), 0, ink::ascii).size() == 1);
}

TEST_CASE("the frame holds the ink of all images, in pairs of rows") {
  auto const is = [](matrix<float> const& m, auto top, auto bottom, auto left, auto right) {
    frame const f = inked(m, 0, m.rows());
    return f.top == top && f.bottom == bottom && f.left == left && f.right == right;
  };
  CHECK(is(images(1, {{0, 4, 7}, {0, 5, 9}}), 4, 6, 7, 10));
  CHECK(is(images(2, {{0, 4, 7}, {1, 9, 3}}), 4, 10, 3, 8));
  CHECK(is(images(1, {{0, 4, 7}}), 3, 5, 7, 8));
  CHECK(is(images(1, {{0, 0, 0}}), 0, 2, 0, 1));
  CHECK(is(images(1, {{0, 0, 0}, {0, 27, 27}}), 0, 28, 0, 28));
}

TEST_CASE("images stand side by side as far as there is room") {
  auto const m = images(3, {{0, 0, 0}, {0, 1, 1}, {1, 0, 0}, {1, 1, 0}, {2, 3, 3}});
  // 4 wide, 4 high: a line for two rows of pixels, two blanks between neighbours.
  CHECK(draw(m, ink::blocks, 80) == "▀▄    █\n               ▄\n");
  CHECK(draw(m, ink::blocks, 16) == "▀▄    █\n               ▄\n");
  CHECK(draw(m, ink::blocks, 15) == "▀▄    █\n\n   ▄\n");
  CHECK(draw(m, ink::blocks, 1) == "▀▄\n\n█\n\n   ▄\n");
  CHECK(draw(images(1, {{0, 0, 0}}), ink::grey, 80) == "\033[38;5;255;48;5;232m▀\033[0m\n");
  CHECK(draw(images(2, {}), ink::ascii, 80) == "");
}

TEST_CASE("tensors as PyTorch prints them") {
  CHECK(tensor_text(matrix<float>{{1.234f, -0.456f}, {10, 100.5f}}) ==
        "tensor([[  1.23,  -0.46],\n"
        "        [ 10.00, 100.50]])");
  CHECK(tensor_text(matrix<float>{{1, 2}, {3, -4}}) ==
        "tensor([[ 1.,  2.],\n"
        "        [ 3., -4.]])");
  CHECK(tensor_text(matrix<float>{{0.001f, -0.001f}}) == "tensor([[ 0.00, -0.00]])");
  CHECK(tensor_text(matrix<float>{{1.5f, std::nanf("")}}) == "tensor([[1.50,  nan]])");
}

TEST_CASE("a row that is too long for a line goes on in the next") {
  // 8 columns in front, and each number takes 2 and a comma and a blank: (20 - 8) / 4 = 3 in a
  // line.
  CHECK(tensor_text(matrix<float>{{1, 2, 3, 4}, {5, 6, 7, 8}}, 20) ==
        "tensor([[1., 2., 3.,\n"
        "         4.],\n"
        "        [5., 6., 7.,\n"
        "         8.]])");
}

TEST_CASE("shapes as Python's tuples") {
  CHECK(shape_text(matrix<float>(5, 784)) == "(5, 784)");
  CHECK(shape_text(matrix<float>(5, 1)) == "(5, 1)");
  CHECK(shape_text(tessera::col_vector<float>(5)) == "(5,)");
}

TEST_CASE("weights: standard normal, and the same for the same seed") {
  auto const w = torch_randn(784, 10, 1), again = torch_randn(784, 10, 1),
             other = torch_randn(784, 10, 2);
  CHECK(std::equal(w.begin(), w.end(), again.begin()));
  CHECK(!std::equal(w.begin(), w.end(), other.begin()));
  double sum = 0, squares = 0;
  for (float x : w) sum += x, squares += double(x) * x;
  // Four standard errors: 4 / sqrt(7840), and 4 sqrt(2 / 7840).
  CHECK(std::abs(sum / 7840) < 0.0452);
  CHECK(std::abs(squares / 7840 - 1) < 0.0639);
}

TEST_CASE("two products are apart by rounding, or by more") {
  // One product of ones: u = 2^-24, so 2 u / (1 - u) is a little more than 2^-23.
  matrix<float> const one{{1}};
  auto const from_one = [&](float x) { return apart(one, one, one, matrix<float>{{x}}); };
  CHECK(from_one(1).within);
  CHECK(from_one(1).largest == 0);
  CHECK(from_one(1 + 0x1p-23f).within);
  CHECK(from_one(1 + 0x1p-23f).largest == 0x1p-23);
  CHECK(!from_one(1 + 0x1p-22f).within);
  CHECK(!from_one(std::nanf("")).within);
  CHECK(agreement_text(true, {0x1p-23, 0x1p-20, true}) ==
        "tiled == naive, bit for bit\n"
        "dot_inner is within 1.2e-07 of naive; the bound on rounding is 9.5e-07\n");
  CHECK(agreement_text(false, {1, 0.5, false}) ==
        "WRONG: tiled != naive\n"
        "WRONG: dot_inner is within 1.0e+00 of naive; the bound on rounding is 5.0e-01\n");
}

TEST_CASE("the progress bar") {
  CHECK(bar_text(0, 10e6) == "[..............................]   0%  0.0 MB of 10.0 MB");
  CHECK(bar_text(5e6, 10e6) == "[###############...............]  50%  5.0 MB of 10.0 MB");
  CHECK(bar_text(10e6, 10e6) == "[##############################] 100%  10.0 MB of 10.0 MB");
  CHECK(bar_text(1.25e6, 0) == "1.2 MB");
}

}  // namespace
