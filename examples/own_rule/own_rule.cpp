// SPDX-License-Identifier: BSL-1.0
// A list of rules of one's own: add a rule, take one away, and see what it changes.

#include <boost/hana/bool.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/prepend.hpp>

#include <tessera/tessera.hpp>

#include <tessera/explain/explain.hpp>

#include <iostream>

using namespace tessera;

namespace {

/// log(softmax(A)) = B - log(row_sum(exp(B)))  with  B = A - row_max(A).
/// Where an element of softmax(A) is too small for a float, its logarithm is infinite; the
/// right-hand side never is. It reads A four times: only where A is a matrix, not where it is a
/// product.
/// Shrinks: the number of softmaxes.
struct log_of_softmax {
  static constexpr auto rounding = rules::rounding_effect::reassociating;

  template<class A>
    requires is_view<A>
  constexpr auto operator()(mapped<simd::logarithm, softmaxed<A>> const& e) const {
    auto const& a = hana::front(e.args).a;
    auto const b = a - row_max(a);
    return b - log(row_sum(exp(b)));
  }
};

constexpr auto mine = hana::prepend(rules::all, log_of_softmax{});

/// All rules but one.
constexpr auto as_written = hana::filter(rules::all, [](auto rule) {
  return hana::bool_c<!std::is_same_v<decltype(rule), rules::order_chain>>;
});

void print(char const* title, matrix<float> const& m) {
  std::cout << title;
  for (float x : m) std::cout << ' ' << x;
  std::cout << '\n';
}

}  // namespace

int main() {
  matrix<float> const scores{{0, 200, 100}};
  auto const loss = log(softmax(scores));
  static_assert(!plan(loss).fired("log_of_softmax") && plan(loss, mine).fired("log_of_softmax"));
  print("log(softmax(scores)), all rules: ", eval(loss));
  print("log(softmax(scores)), and my own:", eval(loss, mine));
  std::cout << '\n' << explain<tiled>(loss, mine) << '\n';

  matrix<float> const A(500, 500), B(500, 500), x(500, 1);
  auto const of_product = log(softmax(A * B));
  static_assert(!plan(of_product, mine).fired("log_of_softmax"));
  auto const chain = A * B * x;
  static_assert(plan(chain).fired("order_chain") && !plan(chain, as_written).fired("order_chain"));
  std::cout << "A * B * x, all rules:           " << plan(chain).flops(chain) << " flops\n"
            << "A * B * x, without order_chain: " << plan(chain, as_written).flops(chain)
            << " flops\n";
}
