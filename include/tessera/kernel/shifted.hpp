// SPDX-License-Identifier: BSL-1.0
#pragma once
// The source whose element (0, 0) is element (i, j) of s: so that a part of a loop nest is a loop
// nest.

#include <tessera/kernel/finish.hpp>
#include <tessera/kernel/joined.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

template<class T, index_t Row, index_t Col>
constexpr memory<T, Row, Col> shifted(memory<T, Row, Col> const& m, index_t i, index_t j) {
  return {m.address(i, j), index_t(m.row), index_t(m.col)};
}

template<class T>
constexpr auto shifted(constant_source<T> const& s, index_t, index_t) {
  return s;
}
template<class T>
constexpr auto shifted(accumulator_source<T> const& s, index_t, index_t) {
  return s;
}
template<class T, class G>
constexpr auto shifted(indexed_source<T, G> const& s, index_t i, index_t j) {
  return indexed_source<T, G>{s.g, s.i0 + i, s.j0 + j};
}
template<class X>
constexpr auto shifted(diagonal_source<X> const& s, index_t i, index_t j) {
  return diagonal_source<X>{s.x, s.i0 + i, s.j0 + j};
}
template<class T, class F, class... S>
constexpr auto shifted(computed<T, F, S...> const& s, index_t i, index_t j) {
  return unpack(s.args, [&](auto const&... arg) {
    return computed<T, F, S...>{{s.f, hana::make_basic_tuple(shifted(arg, i, j)...)}};
  });
}

/// Other rows where Sideways, else other columns: the inner indices stay.
template<bool Sideways, class... S>
constexpr auto shifted(joined<Sideways, S...> const& j, index_t row, index_t col) {
  return unpack(j.part, [&](auto const&... s) {
    return joined<Sideways, S...>{hana::make_basic_tuple(shifted(s, row, col)...), j.begin};
  });
}

template<class Sink, class Source>
constexpr auto shifted(finish<Sink, Source> const& f, index_t i, index_t j) {
  return finish<Sink, Source>{shifted(f.sink, i, j), shifted(f.source, i, j)};
}

}  // namespace tessera::inline TESSERA_ISA::kernel
