// SPDX-License-Identifier: BSL-1.0
#pragma once
// explain<P>(e): what eval<P>(e) will do, as text for people. Not included by tessera.hpp: 0.1 s.

#include <iosfwd>

#include <tessera/explain/loops.hpp>
#include <tessera/explain/plan.hpp>
#include <tessera/explain/trace.hpp>

namespace tessera::inline TESSERA_ISA {

namespace explaining {

/// A text that can be printed and converted to a string.
class explanation {
public:
  explicit explanation(std::string text) : text_(std::move(text)) {}
  operator std::string const&() const { return text_; }
  std::string const& text() const { return text_; }

  template<class Traits>
  friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                      explanation const& e) {
    return out << e.text_;
  }

private:
  std::string text_;
};

template<class P>
std::string policy_text() {
  if constexpr (is_parallel<P>) return "parallel<" + policy_text<sequential<P>>() + '>';
  else if constexpr (std::is_same_v<P, naive>) return "naive";
  else if constexpr (std::is_same_v<P, dot_inner>) return "dot_inner";
  else if constexpr (std::is_same_v<P, tiled>) return "tiled";
  else
    return "tiled_by<" + std::to_string(P::mr) + ", " + std::to_string(P::nr) + ", " +
           std::to_string(P::kc) + ", " + std::to_string(P::mc) + ", " + std::to_string(P::nc) +
           ">";
}

/// The leaves, one a line.
inline std::string leaf_table(leaf_names const& names) {
  std::size_t rows = 1, cols = 1, element = 1;
  for (auto const& l : names.all()) {
    rows = std::max(rows, std::to_string(l.where.n.rows).size());
    cols = std::max(cols, std::to_string(l.where.n.cols).size());
    element = std::max(element, l.element.size());
  }
  std::string all;
  for (auto const& l : names.all()) {
    auto const n = l.where.n;
    std::string row = "  " + padded(l.name, 3) + padded_left(std::to_string(n.rows), rows) + " x " +
                      padded(std::to_string(n.cols), cols) + "  " + padded(l.element, element) +
                      "  " + l.layout + l.known;
    all += row + '\n';
  }
  return all;
}

/// The rules that fired, and those that did not.
template<class... Rule>
std::string rule_text(std::vector<event> const& log, hana::tuple<Rule...> const&) {
  std::string all = "rules\n";
  bool brackets = false;
  for (auto const& e : log) {
    all += wrapped("  " + padded(e.rule, 18) + ' ' + (e.exact ? "exact" : "reassociating"));
    all += wrapped("    " + e.tree);
    if (!e.note.empty()) all += wrapped("    (" + e.note + ')');
    brackets = brackets || e.tree.find('[') != e.tree.npos;
  }
  if (brackets)
    all += "  [ ] is one nest: what is around its product is done before the only store\n";
  if (log.empty()) return all + "  unchanged\n";
  std::string others;
  for (std::string_view const name : {std::string_view(), name_of<Rule>("a rule")...}) {
    bool fired = name.empty();
    for (auto const& e : log) fired = fired || e.rule == name;
    if (!fired) others += (others.empty() ? "" : ", ") + std::string(name);
  }
  return others.empty() ? all : all + wrapped("  unchanged by: " + others);
}

/// The costs, on one line.
template<class Plan, class E>
std::string summary(Plan const& p, E const& e) {
  auto const flops = double(p.flops(e)), bytes = double(p.bytes(e));
  std::string all = flops_text(flops) + ", " + bytes_text(bytes) + " moved at least";
  if (bytes > 0) all += ", " + three_digits(flops / bytes) + " FLOP per byte";
  tally const now = p.taken(e);
  all += "; " + count_text(now.nests, "nest") + ", ";
  all += count_text(now.temporaries, "temporar", "ies");
  if (now.temporaries == 1) all += 'y';
  if (now.panels > 0) all += ", " + count_text(now.panels, "result") + " panel by panel";
  return wrapped(all + "; workspace " + bytes_text(double(p.workspace_bytes(e))), 0);
}

template<class P, class E, class Rules>
std::string explained(E const& e, Rules const& list) {
  viewed_as<E> const written = viewed(e);
  check_shapes(written);
  leaf_names names;
  names.add(written);
  composer const with{names};
  auto const n = extents_of(written);
  std::string all =
      wrapped(with.tree(written).text() + "  (" + (is_number<E> ? "one" : size_text(n)) + ' ' +
              element_name<value_of<E>>::text() + ", by " + policy_text<P>() + ')');
  all += leaf_table(names) + '\n';
  std::vector<event> log;
  auto const better = traced(list, written, with, log);
  all += rule_text(log, list);
  page out(names);
  loop_printer{out}.print(schedule<sequential<P>>(better),
                          goal{names, -1, is_number<E> ? "r" : "R"});
  all += is_parallel<P> ? "\nloops, the long ones in parts for several threads\n" : "\nloops\n";
  all += out.text() + '\n';
  return all + summary(plan<P>(e, list), e);
}

}  // namespace explaining

/// What `eval<P>(e, list)` will do with these operands: the tree and its leaves, the rules that
/// rewrite it, the loops that run, what they cost. 80 columns.
/// Throws: shape_error, as eval does.
template<policy P = tiled, class E, rules::list Rules = rules::all_rules>
  requires expression<E>
explaining::explanation explain(E const& e, Rules const& list = rules::all) {
  return explaining::explanation(explaining::explained<P>(e, list));
}

}  // namespace tessera::inline TESSERA_ISA
