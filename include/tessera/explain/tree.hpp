// SPDX-License-Identifier: BSL-1.0
#pragma once
// A tree as the formula that a user would write, or as what happens to element (i, j).

#include <cstdio>

#include <tessera/explain/leaves.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// A number as it would be written.
template<class T>
std::string value_text(T const& x) {
  if constexpr (std::is_same_v<T, bool>) return x ? "true" : "false";
  else if constexpr (std::is_integral_v<T>) return std::to_string(x);
  else if constexpr (std::is_floating_point_v<T>) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", double(x));
    return digits;
  } else if constexpr (simd::is_complex<T>) {
    return '(' + value_text(x.real()) + ", " + value_text(x.imag()) + ')';
  } else {
    return "a number";
  }
}

inline std::string extents_text(extents n) {
  return std::to_string(n.rows) + ", " + std::to_string(n.cols);
}

/// Where accumulators stand in an epilogue.
inline constexpr char const* accumulator_mark = "acc";

/// Puts the product in the place of the accumulators.
inline void insert_product(item& tree, item const& inner) {
  if (tree.kind == item::form::name && tree.head == accumulator_mark) tree = inner;
  else
    for (auto& part : tree.parts) insert_product(part, inner);
}

/// How functions are written, by the names that they have.
inline item applied_to(std::string const& f, std::vector<item> parts) {
  if (parts.size() == 1 && (f == "-" || f == "!")) return prefix_of(f, std::move(parts[0]));
  if (parts.size() == 2) {
    if (f == "+" || f == "-") return infix_of(f, binding::sum, std::move(parts));
    if (f == "%" || f == "/" || f == "*") return infix_of(f, binding::product, std::move(parts));
    if (f == "<" || f == "<=" || f == ">" || f == ">=")
      return infix_of(f, binding::compared, std::move(parts));
    if (f == "&&" || f == "||") return infix_of(f, binding::logical, std::move(parts));
  }
  return call_of(f, std::move(parts));
}

template<class F>
struct function_name {
  static std::string text() { return std::string(name_of<F>("f")); }
};
template<class T>
struct function_name<simd::cast_to<T>> {
  static std::string text() { return "cast<" + element_name<T>::text() + ">"; }
};

/// The element-wise product, unless a number scales.
template<class F>
std::string operator_of(std::vector<item> const& parts) {
  if (std::is_same_v<F, simd::times>)
    for (auto const& part : parts)
      if (part.number) return "*";
  return function_name<F>::text();
}

/// The factors i .. j of a chain in the order of a table.
template<class Order>
item in_order_of(Order const& order, std::vector<item> const& factors, std::size_t i,
                 std::size_t j) {
  if (i == j) return factors[i];
  auto const k = std::size_t(order.split[i][j]);
  return infix_of("*", binding::product,
                  {in_order_of(order, factors, i, k), in_order_of(order, factors, k + 1, j)});
}

template<class E>
inline constexpr bool is_transposed = false;
template<class A>
inline constexpr bool is_transposed<transposed<A>> = true;

/// Node e over the texts of its children. Overloads by node.
struct composer {
  leaf_names& names;

  template<class T, class S, class D>
  item of(matrix_view<T, S, D> const& v, std::vector<item>) const {
    return names.of(v);
  }
  template<class T>
  item of(scalar<T> const& e, std::vector<item>) const {
    item x = named(value_text(e.value));
    if (x.head[0] == '-') x.tightness = binding::sign;
    return x;
  }
  template<class G, class T, class S>
  item of(generated<G, T, S> const& e, std::vector<item>) const {
    std::string const g(name_of<G>("generated"));
    if constexpr (requires { e.g.value; })
      return e.g.value == T(1)
                 ? named("ones(" + extents_text(e.n) + ')')
                 : named(g + '(' + value_text(e.g.value) + ", " + extents_text(e.n) + ')');
    return named(g + '(' + (g == "identity" ? std::to_string(e.n.rows) : extents_text(e.n)) + ')');
  }
  template<class A>
  item of(transposed<A> const&, std::vector<item> kids) const {
    return call_of("transpose", std::move(kids));
  }
  template<class A, class B>
  item of(product<A, B> const&, std::vector<item> kids) const {
    return infix_of("*", binding::product, std::move(kids));
  }
  template<class A, class B>
  item of(gram<A, B> const&, std::vector<item> kids) const {
    return infix_of("*", binding::product, std::move(kids));
  }
  template<class... A>
  item of(product_chain<A...> const& e, std::vector<item> kids) const {
    return in_order_of(lowering::order_of(e), kids, 0, sizeof...(A) - 1);
  }
  template<class S>
  item of(gram_of<S> const&, std::vector<item> kids) const {
    return infix_of("*", binding::product, {call_of("transpose", kids), kids[0]});
  }
  template<class L, class R>
  item of(sum_of_products<L, R> const&, std::vector<item> kids) const {
    std::size_t const n = items_in<L>;
    std::vector<item> terms;
    for (std::size_t q = 0; q < n; ++q)
      terms.push_back(infix_of("*", binding::product, {kids[q], kids[n + q]}));
    return bracketed(infix_of("+", binding::sum, std::move(terms)));
  }
  template<class F, class... A>
  item of(mapped<F, A...> const&, std::vector<item> kids) const {
    auto const f = operator_of<F>(kids);
    return applied_to(f, std::move(kids));
  }
  template<class R, per Each, class A>
  item of(reduced<R, Each, A> const&, std::vector<item> kids) const {
    std::string const along = Each == per::row ? "row_" : Each == per::column ? "col_" : "";
    return call_of(along + std::string(name_of<R>("reduction")), std::move(kids));
  }
  template<class X, class Y>
  item of(inner_product<X, Y> const&, std::vector<item> kids) const {
    return call_of("dot", std::move(kids));
  }
  template<class A>
  item of(softmaxed<A> const&, std::vector<item> kids) const {
    return call_of("softmax", std::move(kids));
  }
  template<class A>
  item of(diagonal_of<A> const&, std::vector<item> kids) const {
    return call_of("diagonal", std::move(kids));
  }
  template<class X>
  item of(diagonal_matrix_of<X> const&, std::vector<item> kids) const {
    return call_of("diagonal_matrix", std::move(kids));
  }
  template<class A, class S>
  item of(sliced<A, S> const& e, std::vector<item> kids) const {
    return leaf_names::part_text(std::move(kids[0]), extents_of(e.a), e.i, e.j, e.n);
  }
  template<class A, class S>
  item of(reshaped<A, S> const& e, std::vector<item> kids) const {
    return call_of("reshape", std::move(kids), ", " + extents_text(e.n));
  }
  template<class A>
  item of(picked<A> const& e, std::vector<item> kids) const {
    return named(item::inside(kids[0], binding::whole) + '(' + extents_text({e.i, e.j}) + ')');
  }
  template<class T, class S>
  item of(accumulator<T, S> const&, std::vector<item>) const {
    return named(accumulator_mark);
  }
  template<class P, class Tree>
  item of(finished<P, Tree> const&, std::vector<item> kids) const {
    insert_product(kids[1], unbracketed(std::move(kids[0])));
    return bracketed(std::move(kids[1]));
  }
  template<class A>
  item of(stored<A> const&, std::vector<item> kids) const {
    return call_of("stored", std::move(kids));
  }
  template<class A, class B>
  item of(either<A, B> const& e, std::vector<item> kids) const {
    return std::move(kids[e.first ? 0 : 1]);
  }
  // What has been computed before.
  template<class T, class S, class Step>
  item of(staged<T, S, Step> const& e, std::vector<item>) const {
    return named(names.result(e.id, "T"));
  }
  template<class T, class S>
  item of(held<T, S> const& e, std::vector<item>) const {
    return named(names.result(e.id, "T"));
  }
  template<class T, class Step>
  item of(staged_number<T, Step> const& e, std::vector<item>) const {
    return named(names.result(e.id, "s"));
  }
  template<class T>
  item of(held_number<T> const& e, std::vector<item>) const {
    return named(names.result(e.id, "s"));
  }
  template<class P, class T, class B, bool Ready>
  item of(packed<P, T, B, Ready> const& e, std::vector<item>) const {
    return tree(e.b);
  }

  /// A whole tree.
  template<class E>
  item tree(E const& e) const {
    return over(e, kids(e));
  }
  /// Node e over its children, which may have been rewritten since.
  template<class E>
  item over(E const& e, std::vector<item> kids) const {
    bool const number = is_number<E> || (is_transposed<E> && kids[0].number);
    item x = of(e, std::move(kids));
    x.number = number;
    return x;
  }
  template<class E>
  std::vector<item> kids(E const& e) const {
    std::vector<item> all;
    visit_children(e, [&](auto const& child) { all.push_back(tree(child)); });
    return all;
  }
};

}  // namespace tessera::inline TESSERA_ISA::explaining
