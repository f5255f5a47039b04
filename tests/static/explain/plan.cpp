// SPDX-License-Identifier: BSL-1.0
// What a plan knows at compile time: of run-time matrices as of static ones.

#include <tessera/explain/explain.hpp>

#include "support/types.hpp"

using namespace support;

namespace {

using explaining::form;

template<class P>
constexpr bool takes(P, int nests, int temporaries, int panels = 0) {
  return P::nests == nests && P::temporaries == temporaries && P::panels == panels;
}

[[maybe_unused]] void run_time_matrices() {
  matrix<float> X(2, 3), Z(2, 3), Q(4, 5), U(4, 2), W(3, 4), R(2, 4), S(2, 4);
  matrix<float, 3, 4> const W1;
  matrix<float, 4, 4> const V;
  matrix<float, 4, 5> const W2;
  matrix<float, 5, 6> const W3;
  row_vector<float> b(4), u(2);
  col_vector<float> x(4), y(3);

  // element-wise trees: one pass, however deep
  auto pass = relu(R % S - 2 * R) + b;
  static_assert(takes(plan(pass), 1, 0) && plan(pass).kind == form::elementwise);
  static_assert(plan(pass).rules_fired.empty() && plan(pass).reads == 4);
  static_assert(takes(decltype(plan(transpose(R + S))){}, 1, 0) &&
                decltype(plan(transpose(R + S)))::fired("push_transpose"));
  static_assert(takes(decltype(plan(block(R + S, 0, 0, 1, 1))){}, 1, 0));
  static_assert(takes(decltype(plan(softmax(R + S))){}, 1, 0) &&
                decltype(plan(softmax(R)))::kind == form::softmax);

  // a product takes its prologue and its epilogue along
  auto layer = relu(X * W + b);
  static_assert(takes(plan<tiled>(layer), 1, 0) && plan<tiled>(layer).kind == form::product);
  static_assert(plan<tiled>(layer).fired("fuse_epilogue") &&
                !plan<tiled>(layer).fired("order_chain"));
  static_assert(takes(plan<naive>(layer), 1, 0) && takes(plan<dot_inner>(layer), 1, 0));
  static_assert(takes(decltype(plan(layer, rules::none)){}, 2, 1));
  static_assert(takes(decltype(plan(transpose(layer))){}, 1, 0));
  static_assert(takes(decltype(plan((X + X) * exp(W))){}, 1, 0) &&
                decltype(plan((X + X) * exp(W)))::reads == 3);
  static_assert(takes(decltype(plan(2 * X * W / 3)){}, 1, 0) &&
                decltype(plan((2 * X) * W))::fired("gather_scalars"));

  // two products: one chain of accumulators, or one is stored; a shared one is computed once
  static_assert(takes(decltype(plan(X * W - Z * W)){}, 1, 0));
  static_assert(decltype(plan(transpose(X * W) * (X * W)))::fired("square_product"));
  static_assert(takes(decltype(plan(transpose(X * W) * (X * W))){}, 3, 2));
  static_assert(decltype(plan(X * W1 + transpose(U) * V))::fired("join_products"));
  static_assert(takes(decltype(plan(X * W1 + transpose(U) * V)){}, 1, 0));
  static_assert(decltype(plan(X * W1 - Z * W1))::fired("factor_out"));
  static_assert(takes(decltype(plan(X * W1 - Z * W1)){}, 1, 0));
  static_assert(takes(decltype(plan((X * W) % (X * W1))){}, 2, 1));
  static_assert(decltype(plan((X * W) % (X * W)))::kind == form::choice);
  static_assert(takes(decltype(plan((X * W) % (X * W))){}, 2, 1));

  // chains: n factors are n - 1 nests and n - 2 temporaries
  static_assert(takes(decltype(plan(X * W * x)){}, 2, 1) &&
                decltype(plan(X * W * x))::kind == form::product);
  static_assert(takes(decltype(plan(X * W * transpose(S))){}, 2, 1) &&
                decltype(plan(X * W * transpose(S)))::kind == form::chain);
  static_assert(takes(decltype(plan(relu(R * transpose(R) * X * W))){}, 3, 2));
  static_assert(takes(decltype(plan(X * W1 * W2, rules::exact)){}, 2, 0, 1));
  static_assert(takes(decltype(plan<naive>(X * W1 * W2, rules::exact)){}, 2, 1));

  // reductions
  static_assert(takes(decltype(plan(row_sum(R + S))){}, 1, 0) &&
                decltype(plan(row_sum(R)))::kind == form::reduction);
  static_assert(takes(decltype(plan(sum(X * W1))){}, 3, 2) &&
                decltype(plan(sum(X * W1)))::kind == form::dot);
  static_assert(takes(decltype(plan(R / sum(S))){}, 2, 0));
  static_assert(takes(decltype(plan((X * W)(0, 0))){}, 1, 0) &&
                decltype(plan((X * W)(0, 0)))::fired("pick_from_product"));
  static_assert(takes(decltype(plan(u * X * y)){}, 2, 1));

  // panels in the place of temporaries
  auto perceptron = relu(relu(X * W1) * W2) + 1;
  static_assert(takes(plan(perceptron), 2, 0, 1) && plan(perceptron).kind == form::panels);
  static_assert(plan(perceptron).reads == 3);
  static_assert(takes(decltype(plan(relu(relu(X * W + b) * Q))){}, 2, 0, 1));
  static_assert(takes(decltype(plan(softmax(X * transpose(Z)) * X)){}, 3, 0, 2));
  static_assert(takes(plan<naive>(perceptron), 2, 1) && takes(plan<dot_inner>(perceptron), 2, 1));
  static_assert(takes(decltype(plan(relu(relu(X * W1) * W2) * W3)){}, 3, 0, 2));
  static_assert(takes(decltype(plan(softmax(relu(X * W1) * W2))){}, 3, 0, 2));
  static_assert(takes(decltype(plan(row_max(relu(X * W1)))){}, 2, 0, 1));
  static_assert(
      takes(decltype(plan(transpose(relu(X * W1) * W2))){}, 2, 1));  // streams along its columns
}

// --- with known extents, costs are constants too

constexpr matrix<float, 3, 4> A;
constexpr matrix<float, 4, 5> B;
constexpr matrix<float, 5, 1> x;
static_assert(plan(A * B).flops(A * B) == 2 * 3 * 4 * 5);
static_assert(plan(A * B).bytes(A * B) == 4 * (12 + 20 + 15));
static_assert(plan(A * B).workspace_bytes(A * B) == 0);
static_assert(plan(relu(A * B)).flops(relu(A * B)) == 2 * 3 * 4 * 5 + 15);
static_assert(plan(A * B * x).flops(A * B * x) == 2 * (4 * 5 + 3 * 4));
static_assert(plan(A * B * x).bytes(A * B * x) == 4 * (12 + 20 + 5 + 3 + 2 * 4));
static_assert(plan(A + A).bytes(A + A) == 4 * (12 + 12));
static_assert(plan(A % transpose(transpose(A))).flops(A % A) == 12);
static_assert(plan(sum(A)).flops(sum(A)) == 12 && plan(sum(A)).bytes(sum(A)) == 4 * (12 + 1));
static_assert(takes(plan(A * B * x), 2, 1));

// --- the log of explain() ends in the tree that the rules make

template<class E, class Rules>
inline constexpr bool traces =
    std::is_same_v<decltype(explaining::traced(std::declval<Rules const&>(),
                                               std::declval<E const&>(),
                                               std::declval<explaining::composer const&>(),
                                               std::declval<std::vector<explaining::event>&>())),
                   std::remove_cvref_t<decltype(rules::rewrite(std::declval<Rules const&>(),
                                                               std::declval<E const&>()))>>;
template<class... E>
inline constexpr bool all_trace = (traces<E, rules::all_rules> && ...) &&
                                  (traces<E, std::remove_const_t<decltype(rules::exact)>> && ...);

using v = decltype(as_view(std::declval<matrix<float> const&>()));
using a = m<2, 3>;
using c = m<3, 4>;
static_assert(
    all_trace<decltype(relu(std::declval<v>() * std::declval<v>() + std::declval<v>())),
              decltype(transpose(std::declval<v>() * std::declval<v>() * std::declval<v>())),
              decltype(sum(std::declval<v>() * std::declval<v>())),
              decltype(std::declval<v>() * std::declval<v>() -
                       std::declval<v>() * std::declval<v>()),
              decltype((2 * std::declval<a>()) * (-std::declval<c>())),
              decltype(row(exp(std::declval<a>()) * std::declval<c>(), 1)),
              decltype(diagonal(std::declval<v>() * std::declval<v>()))>);

}  // namespace
