// SPDX-License-Identifier: BSL-1.0
// What the library is going to do, before it does it: explain<P>(e) as text, plan<P>(e) as facts
// that a program can assert when it is compiled.

#include <tessera/tessera.hpp>

#include <tessera/explain/explain.hpp>

#include <cstdlib>
#include <iostream>

using namespace tessera;

namespace {

void show(char const* title, std::string const& text) {
  std::cout << "--- " << title << "\n\n" << text << '\n';
}

void expect(bool holds, char const* what) {
  if (holds) return;
  std::cerr << "this does not hold: " << what << '\n';
  std::exit(1);
}

}  // namespace

int main() {
  matrix<float> X(64, 784), W(784, 128), A(1000, 800), B(800, 1200);
  row_vector<float> b(128);
  col_vector<float> x(1200);

  auto const layer = relu(X * W + b);
  static_assert(plan<tiled>(layer).nests == 1 && plan<tiled>(layer).temporaries == 0);
  show("a layer is one loop nest", explain<tiled>(layer));

  auto const chain = A * B * x;
  static_assert(plan<tiled>(chain).fired("order_chain"));
  expect(plan(chain).flops(chain) < plan(chain, rules::none).flops(chain) / 100, "the order pays");
  show("a chain that ends in a vector", explain<tiled>(chain));

  auto const total = sum(A * B);
  static_assert(plan<tiled>(total).kind == explaining::form::dot);
  show("a sum that needs no product", explain<tiled>(total));

  matrix<float> images(1000, 784), W2(128, 10);
  auto const perceptron = softmax(relu(images * W + b) * W2);
  static_assert(plan<tiled>(perceptron).temporaries == 0 && plan<tiled>(perceptron).panels == 2);
  show("two layers, panel by panel", explain<tiled>(perceptron));

  // A workspace of the size that the plan names, and the evaluation allocates nothing.
  workspace ws(plan<tiled>(layer).workspace_bytes(layer));
  matrix<float> C(64, 128);
  assign<tiled>(ws, C, layer);
}
