// SPDX-License-Identifier: BSL-1.0
#pragma once
// What happens to element (i, j) of an element-wise tree: the body of a loop.

#include <tessera/explain/tree.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Overloads by node, as in explain/tree.hpp. A known row or column, which may stretch, has one
/// index.
struct element_text {
  leaf_names& names;
  std::string i = "i", j = "j";

  template<class T, class S, class D>
  item of(matrix_view<T, S, D> const& v) const {
    item const base = names.of(v);
    if (base.kind == item::form::call && base.head == "transpose" &&
        base.parts[0].kind == item::form::name)
      return named(base.parts[0].head + indices<shape<S::cols, S::rows>>(j, i));
    return named(base.text() + indices<S>(i, j));
  }
  template<class T>
  item of(scalar<T> const& e) const {
    return composer{names}.tree(e);
  }
  template<class G, class T, class S>
  item of(generated<G, T, S> const& e) const {
    if constexpr (requires { e.g.value; }) return named(value_text(e.g.value));
    return named(std::string(name_of<G>("generated")) + '(' + i + ',' + j + ')');
  }
  template<class T, class S>
  item of(accumulator<T, S> const&) const {
    return named(accumulator_mark);
  }
  template<class A>
  item of(transposed<A> const& e) const {
    return element_text{names, j, i}.of(e.a);
  }
  template<class F, class... A>
  item of(mapped<F, A...> const& e) const {
    std::vector<item> parts;
    for_each_child(e, [&](auto const& child) { parts.push_back(of(child)); });
    auto const f = function_name<F>::text();
    return applied_to(f == "%" ? "*" : f, std::move(parts));
  }
  template<class T, class S, class Step>
  item of(staged<T, S, Step> const& e) const {
    return result<S>(e);
  }
  template<class T, class S>
  item of(held<T, S> const& e) const {
    return result<S>(e);
  }
  template<class T, class Step>
  item of(staged_number<T, Step> const& e) const {
    return composer{names}.tree(e);
  }
  template<class T>
  item of(held_number<T> const& e) const {
    return composer{names}.tree(e);
  }
  template<class P, class T, class B, bool Ready>
  item of(packed<P, T, B, Ready> const& e) const {
    return of(e.b);
  }
  template<class E>
  item of(E const& e) const {
    return indexed(e);
  }

private:
  template<class S>
  std::string indices(std::string const& row, std::string const& col) const {
    if (S::rows == 1) return S::cols == 1 ? "" : '(' + col + ')';
    if (S::cols == 1) return '(' + row + ')';
    return '(' + row + ',' + col + ')';
  }
  template<class S, class E>
  item result(E const& e) const {
    return named(composer{names}.tree(e).head + indices<S>(i, j));
  }
  template<class E>
  item indexed(E const& e) const {
    return named(item::inside(composer{names}.tree(e), binding::whole) +
                 indices<shape_of<E>>(i, j));
  }
};

}  // namespace tessera::inline TESSERA_ISA::explaining
