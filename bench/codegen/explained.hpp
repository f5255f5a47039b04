// SPDX-License-Identifier: BSL-1.0
#pragma once
// What explain says of the specimens: lab.py puts this in front of a copy in which they are not
// assigned but explained, and a main behind it.

#include <iostream>
#include <tuple>

#include <tessera/explain/explain.hpp>
#include <tessera/tessera.hpp>

namespace lab {

/// Extents that are not known to the compiler.
inline constexpr tessera::index_t extent = 256;

/// An operand of a specimen.
template<class M>
M operand() {
  using shape = tessera::shape_of<M>;
  constexpr auto known = [](tessera::index_t n) { return n == tessera::dynamic ? extent : n; };
  if constexpr (shape::is_static) {
    return M();
  } else if constexpr (requires { M(extent, extent); }) {
    return M(known(shape::rows), known(shape::cols));
  } else if constexpr (requires { M(extent); }) {
    return M(extent);
  } else {
    static tessera::value_of<M> memory[extent * extent];
    return tessera::view(memory, extent, extent);
  }
}

/// Stands where a specimen assigns.
template<class P, class E>
void explained(auto const&, E const& e) {
  std::cout << tessera::explain<P>(e);
}

/// The name of a specimen, and what is explained in it.
template<class... Operands>
void show(char const* name, void (*specimen)(Operands...)) {
  std::cout << "== " << name << '\n';
  std::tuple<std::remove_cvref_t<Operands>...> operands(
      operand<std::remove_cvref_t<Operands>>()...);
  std::apply(specimen, operands);
}

}  // namespace lab
