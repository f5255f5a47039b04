// SPDX-License-Identifier: BSL-1.0
#pragma once
// What is written in the loops of a product: its factors, what is summed, the store.

#include <tessera/explain/cost.hpp>
#include <tessera/explain/page.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// What is written in the loops: the factors, what is summed, the store.
struct product_text {
  std::string left, right, sum, store;
  bool left_computed = false, right_computed = false;
};

template<class E>
std::string epilogue_text(page const&, E const&) {
  return accumulator_mark;
}
template<class Q, class Tree>
std::string epilogue_text(page const& out, finished<Q, Tree> const& e) {
  return out.element(e.tree);
}

template<class E>
inline constexpr bool is_computed = functions_in<E> > 0;

template<class A, class B>
void factors_text(page const& out, A const& a, B const& b, product_text& text) {
  text.left = out.tree(a), text.right = out.tree(b);
  text.left_computed = is_computed<A>, text.right_computed = is_computed<B>;
  text.sum =
      infix_of("*", binding::product, {out.factor(a, "i", "p"), out.factor(b, "p", "j")}).text();
}
template<class Core>
void core_text(page const& out, Core const& e, product_text& text) {
  factors_text(out, e.a, e.b, text);
}
template<class L, class R>
void core_text(page const& out, sum_of_products<L, R> const& e, product_text& text) {
  [&]<std::size_t... Q>(std::index_sequence<Q...>) {
    auto const term = [&](auto const& a, auto const& b) {
      product_text one;
      factors_text(out, a, b, one);
      auto const add = [](std::string& all, std::string const& next, char const* between) {
        all += (all.empty() ? "" : between) + next;
      };
      add(text.left, one.left, ", "), add(text.right, one.right, ", ");
      add(text.sum, one.sum, ", then ");
      text.left_computed |= one.left_computed, text.right_computed |= one.right_computed;
    };
    (term(hana::at_c<Q>(e.left), hana::at_c<Q>(e.right)), ...);
  }(std::make_index_sequence<items_in<L>>{});
}

inline std::string pack_text(std::string const& what, bool computed) {
  return "pack " + what + (computed ? ", computed on the way" : "");
}

}  // namespace tessera::inline TESSERA_ISA::explaining
