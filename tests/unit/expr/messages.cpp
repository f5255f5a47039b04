// SPDX-License-Identifier: BSL-1.0
// What shape_error says: the rule, and the shapes that broke it, for every kind of node.

#include <doctest/doctest.h>

#include <string>

#include "support/numbers.hpp"

using namespace tessera;

namespace {

matrix<float> const A(2, 3), B(3, 2), none(0, 3), thin(3, 0);
row_vector<float> const x(3);
col_vector<float> const y(2);

template<class Error = shape_error, class F>
std::string said_while(F const& f) {
  try {
    (void)f();
  } catch (Error const& error) {
    return error.what();
  }
  return "nothing";
}

/// Of the walk over a tree that eval and assignment begin with; it compiles faster than those.
template<class E>
std::string said_by(E const& e) {
  return said_while([&] { return check_shapes(viewed(e)), 0; });
}

std::string const elementwise =
    "element-wise: all operands must have the same shape; only a row_vector, a col_vector or a "
    "number stretches; they are ";
std::string const extreme = "min, max, argmin, argmax: there must be an element to choose; it is ";
std::string const factors = "A * B: A must have as many columns as B has rows; they are ";
std::string const element = "e(i, j): the element must lie inside the matrix; the matrix is ";
std::string const part = "block, row, col: the part must lie inside the matrix; the matrix is ";

}  // namespace

TEST_CASE("products") {
  CHECK(said_while([] { return eval(A * A); }) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(A * A) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(A * x) == factors + "2 x 3 and 1 x 3");
  CHECK(said_by(A * B * x * A) == factors + "2 x 2 and 1 x 3");
  CHECK(said_by(A * B + A * A) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(A * transpose(A + A) * A * A) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(identity<float>(2) * B) == factors + "2 x 2 and 3 x 2");
  CHECK(said_by(A * zeros<float>(2, 2)) == factors + "2 x 3 and 2 x 2");
  CHECK(said_by(diagonal_matrix(y) * B) == factors + "2 x 2 and 3 x 2");
  CHECK(said_by(A * diagonal_matrix(y)) == factors + "2 x 3 and 2 x 2");
  CHECK(said_by(diagonal_matrix(row(A * A, 0))) == factors + "2 x 3 and 2 x 3");
}

TEST_CASE("element-wise trees of two and three operands") {
  CHECK(said_by(A + B) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(A % y % B) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(A + transpose(x)) == elementwise + "2 x 3 and 3 x 1");
  CHECK(said_by(transpose(x) + A) == elementwise + "3 x 1 and 2 x 3");
  CHECK(said_by(x + transpose(x) + A) == elementwise + "3 x 3 and 2 x 3");
  CHECK(said_by(x + block(A, 0, 0, 2, 2)) == elementwise + "1 x 3 and 2 x 2");
  CHECK(said_by(y + matrix<float, 3, 3>()) == elementwise + "2 x 1 and 3 x 3");
  CHECK(said_by(matrix<float, 2, dynamic>(2, 3) + B) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(-(A - B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by((A < 1) && (B < 1)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(cast<double>(A < B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(max(A, B) / 2) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(select(A < 0, 1, B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(map([](float p, float q, float r) { return p + q + r; }, A, x, B)) ==
        elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(pow(A, B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(select(A < 0, A, B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(clamp(A, y, transpose(x))) == elementwise + "2 x 3 and 3 x 1");
  CHECK(said_by(map([](auto const& p, auto const& q) { return p + q; }, B, A)) ==
        elementwise + "3 x 2 and 2 x 3");
  CHECK(said_by(relu(A * B + A)) == elementwise + "2 x 2 and 2 x 3");
  CHECK(said_by(A + zeros<float>(2, 2)) == elementwise + "2 x 3 and 2 x 2");
}

TEST_CASE("reductions, and trees below them") {
  CHECK(said_while([] { return eval(row_max(thin)); }) == extreme + "3 x 0");
  CHECK(said_by(min(none)) == extreme + "0 x 3");
  CHECK(said_by(argmax(thin)) == extreme + "3 x 0");
  CHECK(said_by(row_max(thin)) == extreme + "3 x 0");
  CHECK(said_by(col_argmin(none)) == extreme + "0 x 3");
  CHECK(said_by(max(thin * none) + 1) == "nothing");  // 3 x 3 zeros
  CHECK(said_by(max(none * B)) == extreme + "0 x 2");
  CHECK(said_by(sum(A + B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(row_sum(A * A)) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(col_mean(A + B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(trace(A * A)) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(softmax(A * A)) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(norm(A - B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(A - row_mean(B)) == elementwise + "2 x 3 and 3 x 1");
  CHECK(said_by(dot(x, y)) ==
        "dot(x, y): x and y must have equally many elements; they are 1 x 3 and 2 x 1");
  CHECK(said_by(dot(row(A * A, 0), x)) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(dot(x, col(A + B, 0))) == elementwise + "2 x 3 and 3 x 2");
}

TEST_CASE("parts: at once, and of trees that do not fit") {
  CHECK(said_while([] { return row(A, 2); }) == part + "2 x 3, the part is 1 x 3 from (2, 0) on");
  CHECK(said_while([] { return col(A * B, -1); }) ==
        part + "2 x 2, the part is 2 x 1 from (0, -1) on");
  CHECK(said_while([] { return block(A + 1, 1, 1, 1, 3); }) ==
        part + "2 x 3, the part is 1 x 3 from (1, 1) on");
  CHECK(said_while([] { return (A * B)(0, 2); }) == element + "2 x 2, the element is (0, 2)");
  CHECK(said_while([] { return (A + A)(-1, 0); }) == element + "2 x 3, the element is (-1, 0)");
  CHECK(said_while([] { return row_sum(A)(1, 1); }) == element + "2 x 1, the element is (1, 1)");
  CHECK(said_while([] { return softmax(A)(2, 0); }) == element + "2 x 3, the element is (2, 0)");
  CHECK(said_while([] { return transpose(A * B)(2, 0); }) ==
        element + "2 x 2, the element is (2, 0)");
  CHECK(said_while([] { return zeros<float>(2, 2)(2, 0); }) ==
        element + "2 x 2, the element is (2, 0)");
  CHECK(said_while([] { return diagonal_matrix(y)(2, 2); }) ==
        element + "2 x 2, the element is (2, 2)");
  CHECK(said_while([] { return diagonal(A + A)(2, 0); }) ==
        element + "2 x 1, the element is (2, 0)");
  CHECK(said_while([] { return row(A + A, 1)(0, 3); }) == element + "1 x 3, the element is (0, 3)");
  CHECK(said_while([] { return reshape(A * B, 1, 4)(0, 4); }) ==
        element + "1 x 4, the element is (0, 4)");
  CHECK(said_while([] { return reshape(A * B, 3, 1); }) ==
        "reshape: the number of elements must stay; they are 2 x 2 and 3 x 1");
  CHECK(said_while([] { return reshape(block(A, 0, 0, 2, 2), 1, 4); }) ==
        "reshape: the rows (second shape, columns) must follow each other without a gap; they are "
        "2 x 2 and 2 x 3");
  CHECK(said_by(row(A * A, 0)) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by((A * A)(0, 0)) == factors + "2 x 3 and 2 x 3");
  CHECK(said_by(diagonal(A + B)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(reshape(A + B, 1, 6)) == elementwise + "2 x 3 and 3 x 2");
  CHECK(said_by(transpose(A * A)) == factors + "2 x 3 and 2 x 3");
}

TEST_CASE("generators, matrices and views") {
  std::string const negative = "zeros, ones, identity, constant: an extent must not be negative";
  CHECK(said_while([] { return zeros<float>(-1, 2); }) == negative + "; it is -1 x 2");
  CHECK(said_while([] { return identity<float>(-3); }) == negative + "; it is -3 x -3");
  CHECK(said_while([] { return matrix<float>(2, -1); }) ==
        "matrix: an extent must not be negative; it is 2 x -1");
  CHECK(said_while([] { return matrix<float, 2, 3>(B); }) ==
        "C = e: C must have the shape of e; they are 2 x 3 and 3 x 2");
  CHECK(said_while([] { return matrix<float>{{1, 2}, {3}}; }) ==
        "matrix: all rows of an initialiser must have the same length; they are 1 x 2 and 1 x 1");
  CHECK(said_while([] { return matrix<float, dynamic, 3>(2, 2); }) ==
        "matrix: a run-time extent must equal the known one; they are 2 x 3 and 2 x 2");
  CHECK(said_while([] { return matrix<float, 2, 3>({{1, 2}, {3, 4}}); }) ==
        "matrix: a run-time extent must equal the known one; they are 2 x 3 and 2 x 2");
  CHECK(said_while([] { return zeros<float>(0, -1); }) == negative + "; it is 0 x -1");
  CHECK(said_while([] { return constant(2.f, -1, 1); }) == negative + "; it is -1 x 1");
  std::string const cramped =
      "view: the stride (second shape, columns) must be at least the columns; they are ";
  std::string const small =
      "view: the span (first) must hold as many elements as the view (second); they are ";
  float items[6]{};
  CHECK(said_while([&] { return view(items, -1, 2, 2); }) ==
        "view: an extent must not be negative; it is -1 x 2");
  CHECK(said_while([&] { return view(items, 2, 3, 2); }) == cramped + "2 x 3 and 2 x 2");
  CHECK(said_while([&] { return view(std::span(items), 3, 3); }) == small + "1 x 6 and 3 x 3");
}

TEST_CASE("assignment; the destination stays what it was") {
  matrix<float> c{{1, 2}, {3, 4}};
  CHECK(said_while([&] { return row(c, 0) = A * B, 0; }) ==
        "C = e: C must have the shape of e; they are 1 x 2 and 2 x 2");
  CHECK(said_while([&] { return c = A * A, 0; }) == factors + "2 x 3 and 2 x 3");
  CHECK(said_while([&] { return c += A, 0; }) == elementwise + "2 x 2 and 2 x 3");
  CHECK(said_while([&] { return c *= B, 0; }) == factors + "2 x 2 and 3 x 2");
  CHECK(said_while([&] { return block(c, 0, 0, 1, 1) = softmax(c), 0; }) ==
        "C = e: C must have the shape of e; they are 1 x 1 and 2 x 2");
  CHECK(said_while([&] { return c -= A * B * A, 0; }) == elementwise + "2 x 2 and 2 x 3");
  CHECK(said_while([&] { return c /= trace(A * A), 0; }) == factors + "2 x 3 and 2 x 3");
  CHECK(said_while([&] { return col(c, 0) += row(c, 0), 0; }) ==
        "C = e: C must have the shape of e; they are 2 x 1 and 2 x 2");
  CHECK(said_while([&] { return noalias(row(c, 0)) = A * B, 0; }) ==
        "C = e: C must have the shape of e; they are 1 x 2 and 2 x 2");
  CHECK(said_while([&] { return noalias(c) += A, 0; }) == elementwise + "2 x 2 and 2 x 3");
  workspace ws;
  CHECK(said_while([&] { return assign<naive>(ws, col(c, 0), A * B), 0; }) ==
        "C = e: C must have the shape of e; they are 2 x 1 and 2 x 2");
  CHECK(said_while([&] { return assign(c, A * A), 0; }) == factors + "2 x 3 and 2 x 3");
  CHECK(c == matrix<float>{{1, 2}, {3, 4}});
  CHECK(said_while<alias_error>([&] { return noalias(c) = c * c, 0; }) ==
        "noalias(C) = e: C must not share elements with the operands of e");
}

TEST_CASE("a workspace that is too small") {
  matrix<float> c(20, 20);
  workspace two_lines(128);
  // a temporary of 1600 bytes, and a line of book-keeping
  CHECK(said_while<workspace_error>([&] { return assign<naive>(two_lines, c, c * c), 0; }) ==
        "workspace: 1664 bytes were needed, and of its 128 bytes fewer were left; "
        "plan<P>(e).workspace_bytes(e) says how many it takes");
}
