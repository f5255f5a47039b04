// SPDX-License-Identifier: BSL-1.0
#pragma once
// The letters of leaves, in order of first appearance, and T1, T2, ... for what is stored between.

#include <tessera/explain/item.hpp>
#include <tessera/explain/name.hpp>
#include <tessera/explain/traffic.hpp>
#include <tessera/shape/error.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// A leaf with a letter.
struct known_leaf {
  leaf where;
  std::string name, element, known, layout;
};

/// Which of a shape's extents the compiler knows, beside those that a name says.
template<class S>
std::string known_extents_text() {
  if (S::is_static) return ", known extents";
  if (S::rows != dynamic && S::rows != 1) return ", known rows";
  if (S::cols != dynamic && S::cols != 1) return ", known columns";
  return "";
}

template<class S, class D>
std::string layout_text(extents n, index_t row, index_t col) {
  auto const apart = [](index_t d) { return d == 1 ? "" : ", " + std::to_string(d) + " apart"; };
  if (S::rows == 1) return "row" + apart(col);
  if (S::cols == 1) return "column" + apart(row);
  if (D::col == 1 && (n.rows <= 1 || row == n.cols)) return "row-major";
  if (D::row == 1 && (n.cols <= 1 || col == n.rows)) return "column-major";
  if (D::col == 1) return "rows " + std::to_string(row) + " apart";
  if (D::row == 1) return "columns " + std::to_string(col) + " apart";
  return "strides " + std::to_string(row) + ", " + std::to_string(col);
}

/// Are these the same elements of memory, as far as extents of one leave it open?
constexpr bool same_leaf(leaf const& a, leaf const& b) {
  return a.data == b.data && a.n == b.n && a.bytes == b.bytes &&
         (a.n.rows <= 1 || a.row == b.row) && (a.n.cols <= 1 || a.col == b.col);
}

class leaf_names {
public:
  /// Gives letters to the leaves of a tree that have none.
  template<class E>
  void add(E const& tree) {
    for_each_leaf(tree, [&](auto const& v) {
      using V = std::remove_cvref_t<decltype(v)>;
      leaf const here = leaf_of(v);
      for (auto& l : leaves_) {
        if (same_leaf(l.where, here)) return;
        if (!same_leaf(l.where, flipped(here))) continue;
        // Of a matrix and its transpose the one with contiguous rows has the letter.
        if (here.col == 1 && l.where.col != 1) l = known<V>(here, l.name);
        return;
      }
      leaves_.push_back(known<V>(here, letter(leaves_.size())));
    });
  }

  /// Are the first rows of a leaf called by its letter, since every panel has its own?
  bool panels = false;

  std::vector<known_leaf> const& all() const { return leaves_; }

  /// v as an item: a letter, the transpose of one, a part of one.
  template<class V>
  item of(V const& v) const {
    leaf const here = leaf_of(v);
    for (auto const& l : leaves_) {
      if (same_leaf(l.where, here)) return named(l.name);
      if (same_leaf(l.where, flipped(here))) return call_of("transpose", {named(l.name)});
    }
    for (auto const& l : leaves_) {
      if (auto const part = part_of(l, here, index_t(sizeof(value_of<V>))); !part.head.empty())
        return part;
      if (auto const part = part_of(l, flipped(here), index_t(sizeof(value_of<V>)));
          !part.head.empty())
        return call_of("transpose", {part});
    }
    return named("memory");
  }

  /// What the result with this id is called, in the order in which it is asked for.
  std::string result(int id, char const* letter_of_kind) {
    for (auto const& [key, name] : results_)
      if (key == id) return name;
    int count = 1;
    for (auto const& [key, name] : results_)
      if (name[0] == *letter_of_kind) ++count;
    results_.emplace_back(id, letter_of_kind + std::to_string(count));
    return results_.back().second;
  }

private:
  template<class V>
  static known_leaf known(leaf const& here, std::string name) {
    using S = shape_of<V>;
    return {here, std::move(name), element_name<value_of<V>>::text(), known_extents_text<S>(),
            layout_text<S, typename V::strides_type>(here.n, here.row, here.col)};
  }
  static std::string letter(std::size_t i) {
    std::string const one(1, char('A' + int(i % 26)));
    return i < 26 ? one : one + std::to_string(i / 26 + 1);
  }

  /// part, if it lies in the rows and columns of `whole`.
  item part_of(known_leaf const& whole, leaf const& part, index_t size) const {
    auto const n = whole.where.n;
    index_t const row = whole.where.row, col = whole.where.col;
    auto const bytes = index_t(reinterpret_cast<std::uintptr_t>(part.data) -
                               reinterpret_cast<std::uintptr_t>(whole.where.data));
    index_t const offset = bytes / size;
    if (n.rows == 0 || n.cols == 0 || whole.where.bytes != n.rows * n.cols * size ||
        part.data == nullptr || bytes < 0)
      return {};
    bool const by_rows = row >= col;
    index_t const i =
        by_rows ? offset / std::max<index_t>(row, 1) : offset % std::max<index_t>(col, 1);
    index_t const j = by_rows ? offset % std::max<index_t>(row, 1) / std::max<index_t>(col, 1)
                              : offset / std::max<index_t>(col, 1);
    if (part.n.rows == std::min(n.rows, n.cols) && part.n.cols == 1 && offset == 0 &&
        part.row == row + col && n.rows > 1)
      return call_of("diagonal", {named(whole.name)});
    if ((part.n.rows > 1 && part.row != row) || (part.n.cols > 1 && part.col != col) ||
        i + part.n.rows > n.rows || j + part.n.cols > n.cols)
      return {};
    if (panels && i == 0 && part.n.cols == n.cols) return named(whole.name);
    return part_text(named(whole.name), n, i, j, part.n);
  }

public:
  /// row(A, i), col(A, j) or block(A, i, j, rows, cols) of n.
  static item part_text(item whole, extents n, index_t i, index_t j, extents part) {
    if (part == n && i == 0 && j == 0) return whole;
    auto const number = [](index_t x) { return ", " + std::to_string(x); };
    if (part.rows == 1 && part.cols == n.cols && j == 0)
      return call_of("row", {std::move(whole)}, number(i));
    if (part.cols == 1 && part.rows == n.rows && i == 0)
      return call_of("col", {std::move(whole)}, number(j));
    return call_of("block", {std::move(whole)},
                   number(i) + number(j) + number(part.rows) + number(part.cols));
  }

private:
  std::vector<known_leaf> leaves_;
  std::vector<std::pair<int, std::string>> results_;
};

}  // namespace tessera::inline TESSERA_ISA::explaining
