// SPDX-License-Identifier: BSL-1.0
// Products of `element`, which the file that includes this one names, by every policy. No #pragma
// once: it is that file. doctest takes two cases of one name, file and line for one, and drops all
// but the first: so ELEMENT is in each name.

#include "kernel/product.hpp"

TEST_CASE("naive is the triple loop: " ELEMENT) {
  for (index_t m : {0, 1, 3})
    for (index_t n : {0, 1, 5})
      for (index_t k : {0, 1, 2, 17}) check_layouts<naive, element>(m, k, n);
  check_mixed_layouts<naive, element>(3, 17, 5);
}

TEST_CASE("dot_inner sums in 256 bytes of lanes: " ELEMENT) {
  constexpr index_t lanes = dot_lanes<element>, width = lanes_of<batch<element>>;
  for (index_t m : {0, 1, 3})
    for (index_t n : {0, 1, 18})
      for (index_t k : {index_t(0), index_t(1), width - 1, width + 1, lanes - 1, lanes, lanes + 1,
                        3 * lanes + width + 1})
        check_layouts<dot_inner, element>(m, k, n);
  check_mixed_layouts<dot_inner, element>(3, 83, 19);
}

TEST_CASE("tiled is naive, bit for bit, around every edge of tile, batch and block: " ELEMENT) {
  check_grid<element>();
}

// So many elements of B are read in place where there are few rows.
constexpr index_t near_elements =
    kernel::tiling_of<tiled, element>::near_bytes(1) / index_t(sizeof(element));

TEST_CASE("tiled is naive where all blocks of the derived sizes are crossed: " ELEMENT) {
  using block = blocking<tiled, element>;
  constexpr index_t m = 2 * block::mr + 1, n = block::nr + 5,
                    k = std::max(2 * block::kc_in_place, near_elements / n) + 3;
  check_layouts<tiled, element>(m, k, n);
  check_layouts<tiled, element>(block::mc(block::kc_in_place, true, true) + block::mr + 1,
                                block::kc_in_place + 1, 3);
  check_layouts<tiled, element>(block::mc(block::kc, false, true) + block::mr + 1, block::kc, 3);
  check_mixed_layouts<tiled, element>(m, block::kc_in_place + 3, n);
  // More panels than go by together, or are packed together.
  check_layouts<tiled, element>(m, block::kc_in_place, 5 * block::nr + 3);
  check_mixed_layouts<small_blocks, element>(11, 9, 2 * block::nr + 1);
}

TEST_CASE("tiled is naive where B is far away, in long rows: " ELEMENT) {
  // Less than two rows to a page. The first is read in place all the same.
  constexpr index_t k = 67, n = std::max(2048 / index_t(sizeof(element)), near_elements / k) + 9;
  for (index_t m : {1, 2 * int(blocking<tiled, element>::mr) + 1})
    check_layouts<tiled, element>(m, k, n);
}

template<std::floating_point T>
void check_non_finite() {
  matrix<T> a(13, 9), b(9, 35);
  support::fill(a, 1), support::fill(b, 2);
  a(12, 8) = std::numeric_limits<T>::infinity(), a(3, 0) = std::numeric_limits<T>::quiet_NaN();
  auto const by_tiles = eval<tiled>(a * b), by_dots = eval<dot_inner>(a * b);
  for (index_t i = 0; i < 13; ++i)
    for (index_t j = 0; j < 35; ++j) {
      CHECK(std::isnan(by_tiles(i, j)) == (i == 3));
      CHECK(std::isinf(by_tiles(i, j)) == (i == 12));
      CHECK(std::isnan(by_dots(i, j)) == (i == 3));
      CHECK(std::isinf(by_dots(i, j)) == (i == 12));
    }
}
template<class T>
void check_non_finite() {
  // Numbers without NaN: the empty sum is zero all the same.
  for (T const& x : eval<tiled>(matrix<T>(3, 0) * matrix<T>(0, 4))) CHECK(x == T(0));
}

TEST_CASE("NaN and infinity reach just the elements that they should: " ELEMENT) {
  check_non_finite<element>();
}
