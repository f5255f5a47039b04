// SPDX-License-Identifier: BSL-1.0
#pragma once
// The steps of a schedule as pseudo-code, in the order in which they run.

#include <tessera/explain/cost.hpp>
#include <tessera/explain/product.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// Overloads that call each other. Each prints what has to be made before, then its own loops into
/// what is called `name`.
struct loop_printer {
  page& out;

  // --- what a tree needs

  template<class E>
  void before(E const& tree) {
    for_each_child(tree, [&](auto const& child) { before(child); });
  }
  template<class T, class S, class Step>
  void before(staged<T, S, Step> const& e) {
    print(e.step, goal{out.names, e.id, "T"});
  }
  template<class T, class Step>
  void before(staged_number<T, Step> const& e) {
    print(e.step, goal{out.names, e.id, "s"});
  }
  template<class P, class T, class B, bool Ready>
  void before(packed<P, T, B, Ready> const& e) {
    if (Ready) return;
    before(e.b);
    using block = blocking<P, T>;
    auto const n = extents_of(e);
    kernel::partition const cols((n.cols + block::lanes - 1) / block::lanes, block::nrv);
    index_t const width = n.cols == 0 ? 0 : std::min(n.cols, cols.size(0) * block::lanes);
    out.line(pack_text(out.tree(e.b), is_computed<B>) + ", once: " + size_text(n) +
             " in panels of " + std::to_string(width) + " columns");
  }

  // --- steps

  template<class P, class D, class E>
  void print(nest_step<P, D, E> const& s, goal const& to) {
    before(s.tree);
    print_nest(s, to);
  }
  template<class P, class D, class E>
  void print(chain_step<P, D, E> const& s, goal const& to) {
    before(s.tree);
    links<P, D, E> const all(s);
    print_links<0, links<P, D, E>::last>(all, to);
  }
  template<class A, class B>
  void print(choice_step<A, B> const& s, goal const& to) {
    if (s.first) print(s.then, to);
    else print(s.otherwise, to);
  }
  template<class P, class Ready, class Panel>
  void print(stream_step<P, Ready, Panel> const& s, goal const& to) {
    panels(s, [&] { print(s.panel, to); });
  }
  template<class P, class R, per Each, class D, class Source, bool C>
  void print(reduction_step<P, R, Each, D, Source, C> const& s, goal const& to) {
    std::string const f(name_of<R>("reduction"));
    constexpr bool rows = Each == per::row;
    with_source(s.source, [&](auto const& tree) {
      auto const n = extents_of(tree);
      header(to.name(), call_of((rows ? "row_" : "col_") + f, {named(out.tree(tree))}).text(),
             extents_of(s.d), rows ? n.rows : 1);
      std::string const i = page::loop_text("i", 1, n.rows), j = page::loop_text("j", 1, n.cols);
      out.inside([&] {
        if constexpr (!simd::finds_place<R> && !(rows && std::is_same_v<P, naive>))
          print_blocks<rows ? gathers<P, R, Each, tree_of<decltype(tree)>, C> : C>(tree);
        if constexpr (gathers<P, R, Each, tree_of<decltype(tree)>, C>) {
          std::string const total = rows ? "total(i)" : "total(j)";
          out.body((rows ? j + ", " + i.substr(4) : i + ", " + j.substr(4)) + ':',
                   total + (f == "sum" ? " += " + out.element(tree)
                                       : " = " + f + '(' + total + ", " + out.element(tree) + ')'));
          if (rows) out.line(target<shape_of<D>>(to.name()) + " = " + total);
        } else {
          out.body((rows ? i : j) + ':', target<shape_of<D>>(to.name()) + " = " + f + " over " +
                                             (rows ? "j" : "i") + " of " + out.element(tree));
        }
      });
    });
    if (!rows && !C) out.inside([&] { out.line(target<shape_of<D>>(to.name()) + " = total(j)"); });
  }
  template<class P, class D, class Source>
  void print(softmax_step<P, D, Source> const& s, goal const& to) {
    with_source(s.source, [&](auto const& tree) {
      auto const n = extents_of(tree);
      header(to.name(), call_of("softmax", {named(out.tree(tree))}).text(), n, n.rows);
      out.line("  " + page::loop_text("i", 1, n.rows) + ", each row while it is in cache:");
      out.inside([&] {
        out.inside([&] {
          out.line("x(j) = " + out.element(tree));
          out.line("x(j) = exp(x(j) - max of x)");
          out.line(target<shape_of<D>>(to.name()) + " = x(j) * (1 / sum of x)");
        });
      });
    });
  }
  template<class P, class R, class Source>
  void print(total_step<P, R, Source> const& s, goal const& to) {
    with_source(s.source, [&](auto const& tree) {
      std::string const f(name_of<R>("reduction"));
      out.line(to.name() + " = " + f + " of " + out.element(tree) + " over " +
               size_text(extents_of(tree)));
      using E = tree_of<decltype(tree)>;
      if constexpr (!simd::finds_place<R> && !std::is_same_v<P, naive>)
        out.inside([&] { print_blocks<lowering::sums_transposed<E>>(tree); });
    });
  }
  template<class P, class X, class Y>
  void print(dot_step<P, X, Y> const& s, goal const& to) {
    before(s.x);
    before(s.y);
    out.line(to.name() + " = dot(" + out.tree(s.x) + ", " + out.tree(s.y) + ") over " +
             std::to_string(vector_length(s.x)) + " elements");
  }
  template<class E>
  void print(number_step<E> const& s, goal const& to) {
    before(s.tree);
    out.line(to.name() + " = " + out.tree(s.tree));
  }

private:
  template<class Tree>
  using tree_of = shown_as<std::remove_cvref_t<Tree>>;

  /// Where memory that lies in columns is turned over on its way.
  template<class T, class Source>
  void print_blocks(extents n) {
    if constexpr (kernel::turns<T, Source>)
      if (kernel::is_worth_turning(n))
        out.line("in blocks of " + size_text({kernel::block_rows<T>, kernel::block_cols<T>}) +
                 ", columns turned into rows in registers");
  }
  /// The same for what a reduction reads; Flipped: as the rows that its transpose has.
  template<bool Flipped, class E>
  void print_blocks(E const& tree) {
    using T = value_of<E>;
    auto const n = extents_of(tree);
    using source = decltype(lowering::source_of(shown(tree)));
    if constexpr (Flipped)
      print_blocks<T, decltype(flipped(std::declval<source>()))>({n.cols, n.rows});
    else print_blocks<T, source>(n);
  }

  /// Do totals of all rows, or of all columns, grow together?
  template<class P, class R, per Each, class E, bool AsColumns>
  static constexpr bool gathers =
      Each == per::row
          ? lowering::leans<E> < 0 && !std::is_same_v<P, naive> && !simd::finds_place<R>
          : !AsColumns;

  void header(std::string const& name, std::string const& formula, extents n, index_t rows) {
    if (out.names.panels) n.rows = rows;
    out.line(name + " = " + formula + "  (" + size_text(n) + ")");
  }

  template<class P, class D, class E>
  void print_nest(nest_step<P, D, E> const& s, goal const& to) {
    header(to.name(), out.tree(s.tree), extents_of(s.d), extents_of(s.d).rows);
    auto const nest = nest_for(s);
    out.inside([&] {
      if constexpr (is_product_like<lowering::core<E>>)
        print_product(out, nest, s.d, s.tree, to.name());
      else print_pass(nest, s, to);
    });
  }
  template<class T, class Out, class P, class D, class E>
  void print_pass(lowering::elementwise_nest<T, Out> const& nest, nest_step<P, D, E> const& s,
                  goal const& to) {
    bool const in_batches =
        kernel::writes_in_batches<T, Out> ||
        (kernel::turns_into_batches<T, Out> && kernel::is_worth_turning(nest.n));
    constexpr bool down = lowering::lies_down<D>;
    index_t const by = in_batches ? index_t(blocking<tiled, T>::lanes) : 1;
    print_blocks<T, decltype(nest.out.source)>(nest.n);
    std::string loops;
    if (nest.n.rows > 1) loops += page::loop_text(down ? "j" : "i", 1, nest.n.rows) + ", ";
    loops += page::loop_text(down ? "i" : "j", by, nest.n.cols).substr(loops.empty() ? 0 : 4);
    out.body(loops + ':', target<shape_of<D>>(to.name()) + " = " + out.element(s.tree));
  }

  template<std::size_t I, std::size_t J, class Links>
  void print_links(Links const& all, goal const& to) {
    if constexpr (I != J)
      all.template at_split<I, J>([&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
        kept<I, K>(all);
        kept<K + 1, J>(all);
        print_nest(all.template nest<I, K, J>(), to);
      });
  }
  template<std::size_t I, std::size_t J, class Links>
  void kept(Links const& all) {
    if constexpr (I != J) print_links<I, J>(all, goal{out.names, all.template id<I, J>(), "T"});
  }

  /// f(the tree that is reduced), inside the loop over panels where there is one.
  template<class S, class F>
  void with_source(S const& tree, F const& f) {
    before(tree);
    f(tree);
  }
  template<class P, class Ready, class Panel, class F>
  void with_source(stream_step<P, Ready, Panel> const& s, F const& f) {
    panels(s, [&] {
      before(s.panel);
      f(s.panel);
    });
  }

  template<class P, class Ready, class Panel, class F>
  void panels(stream_step<P, Ready, Panel> const& s, F const& f) {
    before(s.ready);
    bool const outer = std::exchange(out.names.panels, true);
    if (s.rows < s.m) {
      out.line("for panels of " + std::to_string(s.rows) + " rows of " + std::to_string(s.m) + ':');
      out.inside(f);
    } else {
      f();
    }
    out.names.panels = outer;
  }
};

}  // namespace tessera::inline TESSERA_ISA::explaining
