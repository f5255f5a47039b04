// SPDX-License-Identifier: BSL-1.0
#pragma once
// Digits as text: a cell of the terminal is about twice as high as wide, so it shows two pixels,
// one above the other.

#include <algorithm>
#include <string>

#include <tessera/tessera.hpp>

#include "terminal.hpp"

namespace mnist {

inline constexpr tessera::index_t side = 28;  // of an image, in pixels

/// The pixels that are drawn: rows [top, bottom), columns [left, right).
struct frame {
  tessera::index_t top = side, bottom = 0, left = side, right = 0;
};

/// The smallest frame around the ink of images [first, last), one a row of the matrix, with an even
/// height. Empty where there is no ink.
template<class Images>
frame inked(Images const& images, tessera::index_t first, tessera::index_t last) {
  frame f;
  for (tessera::index_t i = first; i < last; ++i)
    for (tessera::index_t p = 0; p < side * side; ++p)
      if (images(i, p) > 0) {
        f.top = std::min(f.top, p / side), f.bottom = std::max(f.bottom, p / side + 1);
        f.left = std::min(f.left, p % side), f.right = std::max(f.right, p % side + 1);
      }
  if ((f.bottom - f.top) % 2 != 0) f.top > 0 ? --f.top : ++f.bottom;
  return f;
}

/// One cell for two pixels, each in [0, 1]; what lies outside is clamped, and NaN is blank.
inline std::string cell(float upper, float lower, ink how) {
  auto const level = [](float x, int last) {
    return x > 0 ? int(std::min(x, 1.0f) * float(last) + 0.5f) : 0;
  };
  if (how == ink::ascii) return {" .:-=+*#%@"[level((upper + lower) / 2, 9)]};
  if (how == ink::blocks) {
    static constexpr char const* shape[2][2] = {{" ", "\u2584"}, {"\u2580", "\u2588"}};
    return shape[level(upper, 1)][level(lower, 1)];
  }
  // Colours 232 to 255 are greys from almost black to almost white.
  return "\033[38;5;" + std::to_string(232 + level(upper, 23)) + ";48;5;" +
         std::to_string(232 + level(lower, 23)) + "m\u2580";
}

/// All images, as many side by side as fit into so many columns, a blank line between such bands.
template<class Images>
std::string draw(Images const& images, ink how, int columns) {
  frame const all = inked(images, 0, images.rows());
  auto const width = std::max<tessera::index_t>(all.right - all.left, 0);
  auto const abreast = std::max<tessera::index_t>((columns + 2) / (width + 2), 1);
  std::string text;
  for (tessera::index_t first = 0; first < images.rows(); first += abreast) {
    auto const last = std::min(first + abreast, images.rows());
    frame const band = inked(images, first, last);
    if (first > 0) text += '\n';
    for (tessera::index_t y = band.top; y < band.bottom; y += 2) {
      std::string line;
      for (tessera::index_t i = first; i < last; ++i) {
        if (i > first) line += "  ";
        for (tessera::index_t x = all.left; x < all.right; ++x)
          line += cell(images(i, y * side + x), images(i, (y + 1) * side + x), how);
        if (how == ink::grey) line += "\033[0m";
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + '\n';
    }
  }
  return text;
}

}  // namespace mnist
