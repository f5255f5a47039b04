// SPDX-License-Identifier: BSL-1.0
#pragma once
// The matrices behind a source, as the caches see them.

#include <tessera/kernel/source.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// Asks for the lines in which a batch of elements from (i, j) on lies.
template<class S>
TESSERA_INLINE void prefetch(S const&, index_t, index_t) {}
template<class T, index_t Row>
TESSERA_INLINE void prefetch(memory<T, Row, 1> const& m, index_t i, index_t j) {
  if constexpr (Row != 0) __builtin_prefetch(m.address(i, j));
}
template<class T, class F, class... S>
TESSERA_INLINE void prefetch(computed<T, F, S...> const& s, index_t i, index_t j) {
  unpack(s.args,
         [&](auto const&... arg) __attribute__((always_inline)) { (prefetch(arg, i, j), ...); });
}

/// How many matrices S reads: as many places in memory for each row that is read beside another.
template<class S>
inline constexpr int streams_of = 0;
template<class T, index_t Row, index_t Col>
inline constexpr int streams_of<memory<T, Row, Col>> = Row != 0 && Col != 0;
template<class T, class F, class... S>
inline constexpr int streams_of<computed<T, F, S...>> = (streams_of<S> + ... + 0);

/// Does S read elements of a row that lie apart?
template<class S>
inline constexpr bool reads_apart = false;
template<class T, index_t Row, index_t Col>
inline constexpr bool reads_apart<memory<T, Row, Col>> = Col != 0 && Col != 1;
template<class T, class F, class... S>
inline constexpr bool reads_apart<computed<T, F, S...>> = (reads_apart<S> || ...);

}  // namespace tessera::inline TESSERA_ISA::kernel
