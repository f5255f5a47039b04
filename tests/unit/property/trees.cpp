// SPDX-License-Identifier: BSL-1.0
// Random trees over random shapes and layouts: every policy with all rules gives what `naive` gives
// for the tree as it was written. Elements are small integers held in double, so that every order
// of summation is exact and the comparison is ==. FIRST_TREE says where the trees are drawn from.

#include <doctest/doctest.h>

#include <deque>

#include "support/numbers.hpp"

#ifndef FIRST_TREE
#define FIRST_TREE 1
#endif

using namespace tessera;

namespace {

/// Draws extents and elements; keeps the matrices that views show.
class material {
public:
  explicit material(std::uint64_t seed) : numbers_(seed) {}

  index_t extent() {
    constexpr index_t all[] = {0, 1, 2, 3, 5, 9, 17, 33};
    return all[std::uint32_t(numbers_.next<std::int32_t>()) >> 29];
  }
  template<class M>
  M& filled(index_t rows, index_t cols, std::deque<M>& kept) {
    M& m = kept.emplace_back(rows, cols);
    for (auto& x : m) x = double(numbers_.next<std::int32_t>() >> 30);  // -2 .. 1
    return m;
  }
  matrix<double>& rows_first(index_t r, index_t c) { return filled(r, c, by_rows_); }
  auto& cols_first(index_t r, index_t c) { return filled(r, c, by_cols_); }
  row_vector<double>& row(index_t c) { return filled(1, c, rows_); }
  col_vector<double>& col(index_t r) { return filled(r, 1, cols_); }

private:
  support::sequence numbers_;
  std::deque<matrix<double>> by_rows_;
  std::deque<matrix<double, dynamic, dynamic, col_major>> by_cols_;
  std::deque<row_vector<double>> rows_;
  std::deque<col_vector<double>> cols_;
};

constexpr unsigned mixed(unsigned seed) {
  seed = (seed ^ (seed >> 15)) * 0x2c1b3c6du;
  seed = (seed ^ (seed >> 12)) * 0x297a2d39u;
  return seed ^ (seed >> 15);
}

template<unsigned Seed>
auto leaf(material& from, index_t m, index_t n) {
  constexpr unsigned kind = mixed(Seed) % 6;
  if constexpr (kind == 0) return as_const(from.cols_first(m, n));
  else if constexpr (kind == 1) return transpose(from.rows_first(n, m));
  else if constexpr (kind == 2) return block(from.rows_first(m + 2, n + 3), 1, 2, m, n);
  else if constexpr (kind == 3) return matrix<double>(from.rows_first(m, n));
  else return as_view(from.rows_first(m, n));
}

/// An m x n expression of at most Depth levels.
template<unsigned Seed, int Depth>
auto tree(material& from, index_t m, index_t n) {
  constexpr unsigned kind = mixed(Seed + 77 * unsigned(Depth)) % 19, left = 2 * Seed + 1,
                     right = left + 1;
  auto const a = [&](auto r, index_t c) { return tree<left, Depth - 1>(from, r, c); };
  auto const b = [&](auto r, index_t c) { return tree<right, Depth - 1>(from, r, c); };
  if constexpr (Depth == 0) {
    return leaf<Seed>(from, m, n);
  } else if constexpr (kind < 6) {
    index_t const k = from.extent();
    return a(m, k) * b(k, n);
  } else if constexpr (kind == 6) {
    return a(m, n) + b(m, n);
  } else if constexpr (kind == 7) {
    return a(m, n) - 2 * b(m, n);
  } else if constexpr (kind == 8) {
    return relu(a(m, n) + from.row(n));
  } else if constexpr (kind == 9) {
    return transpose(a(n, m));
  } else if constexpr (kind == 10) {
    return block(a(m + 2, n + 1), 1, 1, m, n);
  } else if constexpr (kind == 11) {
    return from.col(m) % a(m, n);
  } else if constexpr (kind == 12) {
    return row_sum(a(m, from.extent())) + b(m, n);
  } else if constexpr (kind == 13) {
    return col_sum(a(from.extent(), n)) - b(m, n);
  } else if constexpr (kind == 14) {
    return max(a(m, n), b(m, n));
  } else if constexpr (kind == 15) {
    return diagonal(a(m, m + 1)) + b(m, n);
  } else if constexpr (kind == 16) {
    return sum(a(from.extent(), from.extent())) - b(m, n);
  } else if constexpr (kind == 17) {
    // The same matrices twice: what is shared, factored out or halved at run time.
    auto const x = as_view(from.rows_first(m, n));
    auto const y = as_view(from.rows_first(n, n));
    return x * y + x * transpose(y) * (y * transpose(y));
  } else {
    auto const x = as_view(from.rows_first(m, 4));
    auto const y = as_view(from.rows_first(4, n));
    return relu(x * y) - x * y;
  }
}

template<unsigned Seed, int Depth>
void check_tree() {
  for (std::uint64_t draw = 0; draw < 40; ++draw) {
    CAPTURE(Seed);
    CAPTURE(draw);
    material from(draw + 1000 * Seed);
    index_t const m = from.extent(), n = from.extent();
    auto const e = tree<Seed, Depth>(from, m, n);
    auto const want = eval<naive>(e, rules::none);
    CHECK(eval<tiled>(e) == want);
    CHECK(eval<tiled_by<2, 8, 4, 4, 16>>(e, rules::exact) == want);
    CHECK(eval<dot_inner>(e) == want);
    matrix<double, dynamic, dynamic, col_major> lying(m, n);
    lying = e;
    CHECK(lying == want);
  }
}

}  // namespace

TEST_CASE("random trees") {
  check_tree<FIRST_TREE, 3>();
  check_tree<FIRST_TREE + 1, 3>();
  check_tree<FIRST_TREE + 2, 4>();
  check_tree<FIRST_TREE + 3, 5>();
  check_tree<FIRST_TREE + 4, 6>();
}
