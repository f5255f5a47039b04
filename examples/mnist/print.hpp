// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers as PyTorch prints them, with torch.set_printoptions(precision=2, sci_mode=False,
// linewidth=140).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include <tessera/tessera.hpp>

namespace mnist {

/// "(5, 784)", and "(5,)" where there is one column known to be the only one.
template<class M>
std::string shape_text(M const& m) {
  std::string const rows = std::to_string(m.rows());
  if constexpr (tessera::shape_of<M>::cols == 1)
    return '(' + rows + ",)";
  else
    return '(' + rows + ", " + std::to_string(m.cols()) + ')';
}

/// "-10.94"; "3." where all numbers that are printed are whole.
inline std::string number_text(double x, bool whole) {
  char text[400];
  int const n = std::snprintf(text, sizeof text, "%.*f", whole ? 0 : 2, x);
  return std::string(text, std::size_t(n)) + (whole && std::isfinite(x) ? "." : "");
}

/// "tensor([[1.00, 2.50],\n        [3.00, 4.00]])": columns of one width; a row that is too long
/// goes on in the next line. Source: torch/_tensor_str.py.
template<class M>
std::string tensor_text(M const& m, std::size_t line_width = 140) {
  bool whole = true;
  for (tessera::index_t i = 0; i < m.rows(); ++i)
    for (tessera::index_t j = 0; j < m.cols(); ++j)
      whole = whole && !(m(i, j) != std::ceil(m(i, j)));
  std::size_t width = 0;
  for (tessera::index_t i = 0; i < m.rows(); ++i)
    for (tessera::index_t j = 0; j < m.cols(); ++j)
      width = std::max(width, number_text(double(m(i, j)), whole).size());

  std::string text = "tensor([";
  auto const per_line =
      tessera::index_t(std::max<std::size_t>((line_width - text.size()) / (width + 2), 1));
  for (tessera::index_t i = 0; i < m.rows(); ++i) {
    text += i == 0 ? "[" : ",\n        [";
    for (tessera::index_t j = 0; j < m.cols(); ++j) {
      if (j > 0) text += j % per_line == 0 ? ",\n         " : ", ";
      std::string const number = number_text(double(m(i, j)), whole);
      text += std::string(width - number.size(), ' ') + number;
    }
    text += ']';
  }
  return text + "])";
}

}  // namespace mnist
