// SPDX-License-Identifier: BSL-1.0
#pragma once
// The loops of one product as pseudo-code, with the tile and the blocks that its run-time extents
// lead to. What kernel/macro.hpp, kernel/dot.hpp and kernel/naive.hpp do.

#include <tessera/explain/product_text.hpp>
#include <tessera/explain/scratch.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// The inner indices of a product, and those of a step: of groups several.
struct inner_indices {
  index_t all, step;
};
template<class Nest>
constexpr inner_indices inner_of(Nest const& nest) {
  return {nest.k, 1};
}
template<class P, class G, class A, class B, class Out>
  requires simd::is_group<G>
constexpr inner_indices inner_of(lowering::product_nest<P, G, A, B, Out> const& nest) {
  return {nest.a.all, G::count};
}

/// kernel::multiply_tiled. Down: the nest runs over the transpose of what is written.
template<class P, class T, class A, class B, class Out, lowering::product_of Kind>
void print_tiles(page& out, lowering::product_nest<P, T, A, B, Out, Kind> const& nest,
                 product_text const& text, bool down) {
  using block = blocking<P, T>;
  using cut = kernel::tiling<P, T, A, B>;
  bool const copied = copies_factors(nest), whole = copied || reads_parts(nest);
  kernel::tiling_of<P, T> const t(whole ? kernel::rows_in_memory : cut::kinds, nest.mn, nest.k);
  index_t const m = nest.mn.rows - t.narrow_rows, n = nest.mn.cols;  // m: rows of ordinary tiles
  if (nest.mn.rows == 0 || n == 0) return out.line("nothing to do");
  auto const tile = [&](index_t height, std::string const& how) {
    out.line("tile " + std::to_string(height) + " x " + std::to_string(n) + how + ": acc += " +
             text.sum);
    out.line(text.store);
  };
  if constexpr (cut::has_column_tiles)
    if (is_column(nest)) {
      using V = kernel::column_batch<typename cut::V>;
      index_t const height = kernel::columns_beside * kernel::lanes_of<V>;
      out.line(page::loop_text("ir", std::min(height, nest.mn.rows), nest.mn.rows) + ':');
      return out.inside([&] {
        tile(std::min(height, nest.mn.rows),
             ", " + (down ? text.right : text.left) + " turned over in registers");
      });
    }
  if constexpr (cut::a_has_rows && cut::b_has_rows && Out::template is_plain<T>)
    if (is_one_batch<P, cut>(nest.mn, nest.k)) {
      index_t const all = nest.mn.rows, height = kernel::tiny_height(all);
      if (height == all) return tile(height, "");
      out.line(page::loop_text("ir", height, all) + ':');
      return out.inside([&] { tile(height, ""); });
    }
  inner_indices const inner = inner_of(nest);
  std::string const many = inner.step > 1 ? ", p by " + std::to_string(inner.step) : "";
  index_t const mr = t.rows.groups == 0 ? 0 : t.rows.size(0),
                nr = std::min(t.cols.size(0) * block::lanes, n);
  bool const halved = is_halved(nest);
  auto const& rows = down ? text.right : text.left;
  auto const& columns = down ? text.left : text.right;
  bool const rows_computed = down ? text.right_computed : text.left_computed;
  bool const columns_computed = down ? text.left_computed : text.right_computed;
  if (copied && !cut::a_has_rows) out.line(pack_text(rows, rows_computed));
  if (copied && !cut::b_has_rows) out.line(pack_text(columns, columns_computed));
  auto const tiles = [&] {
    index_t const width = std::min(n, t.col_step * t.across * block::lanes),
                  group = std::min(width, t.abreast * nr);
    std::string loops;
    auto const add = [&](std::string const& variable, index_t by, index_t all) {
      if (by < all)
        loops += loops.empty() ? page::loop_text(variable, by, all)
                               : ", " + page::loop_text(variable, by, all).substr(4);
    };
    add(t.abreast > 1 ? "jg" : "jr", group, width);
    add("ir", mr, std::min(m, t.row_step * block::mr));
    add("jr", nr, group);
    if (!loops.empty()) out.line(loops + (halved ? ", upper half:" : ":"));
    auto const body = [&] {
      if (!t.plain_b && !kernel::is_packed<B>)
        out.line((m > mr ? "at ir = 0: " : "") + pack_text(columns, columns_computed));
      out.line("tile " + std::to_string(mr) + " x " + std::to_string(nr) + ": acc += " + text.sum +
               many);
      out.line((t.one_block ? "" : "with the last pc: ") + text.store);
    };
    if (loops.empty()) body();
    else out.inside(body);
  };
  out.loop("jc", t.col_step * t.across * block::lanes, n, [&] {
    if (t.narrow_rows > 0) {
      if (!t.plain_b) out.line(pack_text(columns, columns_computed));
      bool const turned = !kernel::is_half<typename cut::V>(n);
      index_t const height = turned ? block::lanes : kernel::tiny_rows;
      out.line(page::loop_text("ir", height, t.narrow_rows) + ':');
      out.inside([&] { tile(height, turned ? ", " + rows + " turned over in registers" : ""); });
    }
    if (m == 0) return;
    auto const blocks = [&] {
      out.loop("ic", t.row_step * block::mr, m, [&] {
        out.loop("pc", t.depth * inner.step, inner.all, [&] {
          if (!t.plain_a) out.line(pack_text(rows, rows_computed));
          tiles();
        });
      });
    };
    if (t.narrow_rows == 0) return blocks();
    out.line("the last " + std::to_string(m) + (m == 1 ? " row:" : " rows:"));
    out.inside(blocks);
  });
  if (halved) out.line("the elements below the diagonal are those above it");
}

/// kernel::multiply_naive.
template<class Nest>
void print_naive(page& out, Nest const& nest, product_text const& text) {
  out.line(page::loop_text("i", 1, nest.mn.rows) + ", " +
           page::loop_text("j", 1, nest.mn.cols).substr(4) + ':');
  out.inside([&] {
    out.line(page::loop_text("p", 1, nest.k) + ": acc += " + text.sum);
    out.line(text.store);
  });
}

/// kernel::multiply_dot.
template<class T, class Nest>
void print_dots(page& out, Nest const& nest, product_text const& text, bool down) {
  auto const& rows = down ? text.right : text.left;
  auto const& columns = down ? text.left : text.right;
  bool const rows_computed = down ? text.right_computed : text.left_computed;
  bool const columns_computed = down ? text.left_computed : text.right_computed;
  if (rows_scratch<T>(nest.a, nest.k, nest.mn.rows).peak > 0)
    out.line(pack_text("the rows of " + rows, rows_computed));
  out.loop(down ? "i" : "j", 16, nest.mn.cols, [&] {
    if (rows_scratch<T>(flipped(nest.b), nest.k, 1).peak > 0)
      out.line(pack_text("the columns of " + columns, columns_computed));
    out.line("for each i, j: acc = sum of " + text.sum + ", in " + std::to_string(dot_lanes<T>) +
             " lanes");
    out.inside([&] { out.line(text.store); });
  });
}

/// kernel::multiply_vector.
template<class T, class Nest>
void print_vector(page& out, Nest const& nest, product_text const& text, bool down) {
  char const* const variable = down ? "i" : "j";
  if (rows_scratch<T>(nest.a, nest.k, 1).peak > 0)
    out.line(
        pack_text(down ? text.right : text.left, down ? text.right_computed : text.left_computed));
  out.line(page::loop_text(variable, 1, nest.mn.cols) + ": acc = sum of " + text.sum + ", in " +
           std::to_string(row_lanes<T>) + " lanes");
  out.inside([&] { out.line(text.store); });
}

/// kernel::multiply_rows.
template<class T, class Nest>
void print_rows(page& out, Nest const& nest, product_text const& text, bool down) {
  if (rows_scratch<T>(nest.a, nest.k, 1).peak > 0)
    out.line(
        pack_text(down ? text.right : text.left, down ? text.right_computed : text.left_computed));
  constexpr index_t lanes = kernel::lanes_of<kernel::batch<T>>;
  char const* const along = down ? "i" : "j";
  if (kernel::is_near<T>(nest.k, nest.mn.cols)) {
    out.loop(along, kernel::near_batches * lanes, nest.mn.cols, [&] {
      out.line(page::loop_text("p", 1, nest.k) + ": acc += " + text.sum);
      out.line(text.store);
    });
  } else {
    out.loop("p", kernel::rows_at_once<std::remove_cvref_t<decltype(nest.b)>>, nest.k, [&] {
      out.line(page::loop_text(along, lanes, nest.mn.cols) + ": acc += " + text.sum);
    });
    out.line(text.store);
  }
}

/// The nest of a product; `written` is its tree, into `name`.
template<class P, class T, class A, class B, class Out, lowering::product_of Kind, class D, class E>
void print_product(page& out, lowering::product_nest<P, T, A, B, Out, Kind> const& nest, D const&,
                   E const& written, std::string const& name) {
  constexpr bool down = lowering::lies_down<D>;
  product_text text;
  core_text(out, lowering::core_of(written), text);
  text.store = target<shape_of<D>>(name) + " = " + epilogue_text(out, written);
  if constexpr (std::is_same_v<P, naive>) {
    auto upright = nest;
    if (down) std::swap(upright.mn.rows, upright.mn.cols);
    print_naive(out, upright, text);
  } else if constexpr (std::is_same_v<P, dot_inner>) {
    print_dots<T>(out, nest, text, down);
  } else {
    if constexpr (Kind == lowering::product_of::vectors && kernel::suits_vector<T, B>)
      if (nest.mn.rows == 1) return print_vector<T>(out, nest, text, down);
    if constexpr (Kind == lowering::product_of::vectors && kernel::suits_rows<T, B>)
      if (nest.mn.rows == 1) return print_rows<T>(out, nest, text, down);
    if (down && shape_of<D>::cols != 1)
      out.line("the columns of " + name + " are contiguous: the loops are those of its transpose");
    print_tiles(out, nest, text, down);
  }
}

}  // namespace tessera::inline TESSERA_ISA::explaining
