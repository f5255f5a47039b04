// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a loop reads: memory, one value for all, the accumulator of the product around it, or a
// function of such. at(i, j, acc) is one element, batch_at<V>(i, j, lanes, acc) the elements (i,
// j), (i, j + 1), ..., where `batches<V>`; `loads<V>` where none of them is gathered one by one.

#include <tessera/core/hana.hpp>
#include <tessera/kernel/memory.hpp>
#include <tessera/simd/cheap.hpp>
#include <tessera/simd/mask.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// The same value everywhere.
template<class T>
struct constant_source {
  using value_type = T;
  T value;

  static constexpr bool is_one_row(index_t) { return true; }

  template<class Acc>
  TESSERA_INLINE constexpr T at(index_t, index_t, Acc const&) const {
    return value;
  }
  template<class V>
  static constexpr bool batches = std::is_same_v<element_of<V>, T>;
  template<class V>
  static constexpr bool loads = batches<V>;

  template<class V, class Lanes, class Acc>
  TESSERA_INLINE V batch_at(index_t, index_t, Lanes const&, Acc const&) const {
    return V(value);
  }
};

/// The product that this tree is the epilogue of.
template<class T>
struct accumulator_source {
  using value_type = T;

  static constexpr bool is_one_row(index_t) { return true; }

  TESSERA_INLINE constexpr T at(index_t, index_t, T const& acc) const { return acc; }

  template<class V>
  static constexpr bool batches = std::is_same_v<element_of<V>, T>;
  template<class V>
  static constexpr bool loads = batches<V>;

  template<class V, class Lanes>
  TESSERA_INLINE V batch_at(index_t, index_t, Lanes const&, V const& acc) const {
    return acc;
  }
};

/// g(i0 + i, j0 + j): a formula, in batches if it has g.batch_at<V>(i, j).
template<class T, class G>
struct indexed_source {
  using value_type = T;
  [[no_unique_address]] G g;
  index_t i0, j0;

  static constexpr bool is_one_row(index_t) { return false; }

  template<class Acc>
  TESSERA_INLINE constexpr T at(index_t i, index_t j, Acc const&) const {
    return g(i0 + i, j0 + j);
  }
  template<class V>
  static constexpr bool batches = is_batch<V> && std::is_same_v<element_of<V>, T> &&
                                  requires(G const& f) { f.template batch_at<V>(0, 0); };
  template<class V>
  static constexpr bool loads = batches<V>;

  template<class V, class Lanes, class Acc>
  TESSERA_INLINE V batch_at(index_t i, index_t j, Lanes const&, Acc const&) const {
    return g.template batch_at<V>(i0 + i, j0 + j);
  }
};

/// x(i) on the diagonal, 0 elsewhere; x is a row or a column that repeats.
template<class X>
struct diagonal_source {
  using value_type = typename X::value_type;
  X x;
  index_t i0 = 0, j0 = 0;

  static constexpr bool is_one_row(index_t) { return false; }

  template<class Acc>
  TESSERA_INLINE constexpr value_type at(index_t i, index_t j, Acc const& acc) const {
    return i0 + i == j0 + j ? x.at(i0 + i, j0 + j, acc) : value_type(0);
  }
  template<class V>
  static constexpr bool batches = false;
  template<class V>
  static constexpr bool loads = false;
};

/// What a function of V gives that gives T for elements: a V, or a mask for bool.
template<class T, class V>
using lanes_as = std::conditional_t<std::is_same_v<T, bool> && !std::is_same_v<element_of<V>, bool>,
                                    simd::mask_of<V>, V>;

/// f(S...), element by element. The indices of S are given with the class: to the compiler each
/// function around the children of a node is a copy of all below it.
template<class Indices, class T, class F, class... S>
struct computed_of;
template<class T, class F, class... S>
struct computed : computed_of<std::index_sequence_for<S...>, T, F, S...> {};
template<std::size_t... I, class T, class F, class... S>
struct computed_of<std::index_sequence<I...>, T, F, S...> {
  using value_type = T;
  [[no_unique_address]] F f;
  hana::basic_tuple<S...> args;

  TESSERA_INLINE constexpr bool is_one_row(index_t cols) const {
    return (hana::at_c<I>(args).is_one_row(cols) && ...);
  }

  template<class Acc>
  TESSERA_INLINE constexpr T at(index_t i, index_t j, Acc const& acc) const {
    return f(hana::at_c<I>(args).at(i, j, acc)...);
  }

  template<class V>
  static constexpr bool batches = [] {
    if constexpr (is_batch<V> && (std::is_same_v<element_of<V>, T> || std::is_same_v<T, bool>) &&
                  (S::template batches<V> && ...))
      if constexpr (std::is_invocable_v<F const&, lanes_as<typename S::value_type, V> const&...>)
        return std::is_same_v<
            std::invoke_result_t<F const&, lanes_as<typename S::value_type, V> const&...>,
            lanes_as<T, V>>;
    return false;
  }();
  template<class V>
  static constexpr bool loads = batches<V> && (S::template loads<V> && ...);

  template<class V, class Lanes, class Acc>
  TESSERA_INLINE lanes_as<T, V> batch_at(index_t i, index_t j, Lanes const& lanes,
                                         Acc const& acc) const {
    return f(hana::at_c<I>(args).template batch_at<V>(i, j, lanes, acc)...);
  }
};

/// Memory of another type, converted as it is loaded.
template<class T, class U, index_t Row, index_t Col>
struct computed_of<std::index_sequence<0>, T, simd::cast_to<T>, memory<U, Row, Col>> {
  using value_type = T;
  [[no_unique_address]] simd::cast_to<T> f;
  hana::basic_tuple<memory<U, Row, Col>> args;

  constexpr bool is_one_row(index_t cols) const { return hana::front(args).is_one_row(cols); }

  template<class Acc>
  TESSERA_INLINE constexpr T at(index_t i, index_t j, Acc const& acc) const {
    return f(hana::front(args).at(i, j, acc));
  }
  template<class V>
  static constexpr bool batches =
      is_batch<V> && std::is_same_v<element_of<V>, T> &&
      simd::converts_at_once<V, std::remove_const_t<U>> && (Col == 0 || Col == 1);
  template<class V>
  static constexpr bool loads = batches<V>;

  template<class V, class Lanes, class Acc>
  TESSERA_INLINE V batch_at(index_t i, index_t j, Lanes const& lanes, Acc const&) const {
    auto const& m = hana::front(args);
    if constexpr (Col == 0) return V(static_cast<T>(*m.address(i, 0)));
    else return simd::load_converted<V>(m.address(i, j), lanes);
  }
};

/// Rows for columns.
template<class T>
constexpr auto flipped(constant_source<T> const& s) {
  return s;
}
template<class T>
constexpr auto flipped(accumulator_source<T> const& s) {
  return s;
}
template<class T, class G>
constexpr auto flipped(indexed_source<T, G> const& s) {
  // Every generator is symmetric.
  return indexed_source<T, G>{s.g, s.j0, s.i0};
}
template<class X>
constexpr auto flipped(diagonal_source<X> const& s) {
  return diagonal_source<decltype(flipped(s.x))>{flipped(s.x), s.j0, s.i0};
}
template<class T, class F, class... S>
constexpr auto flipped(computed<T, F, S...> const& s) {
  return unpack(s.args, [&](auto const&... arg) {
    return computed<T, F, decltype(flipped(arg))...>{
        {s.f, hana::make_basic_tuple(flipped(arg)...)}};
  });
}

template<class V>
TESSERA_INLINE constexpr int count_of(all_lanes) {
  return lanes_of<V>;
}
template<class V>
TESSERA_INLINE int count_of(first_lanes<V> const& lanes) {
  return lanes.count;
}

template<class S>
inline constexpr bool is_costly = false;
template<class T, class F, class... S>
inline constexpr bool is_costly<computed<T, F, S...>> = !simd::is_cheap<F> || (is_costly<S> || ...);

template<class S>
inline constexpr int leaves_of = 1;
template<class T, class F, class... S>
inline constexpr int leaves_of<computed<T, F, S...>> = (leaves_of<S> + ...);

/// Does it pay to compute in batches? Not where they are gathered for a function or two.
template<class T, class S>
inline constexpr bool pays_in_batches =
    S::template loads<batch<T>> || (S::template batches<batch<T>> && is_costly<S>);

/// A batch of any source: at once where the source can, else element by element.
template<class V, class S, class Lanes, class Acc>
TESSERA_INLINE V fetch(S const& source, index_t i, index_t j, Lanes const& lanes, Acc const& acc) {
  if constexpr (S::template batches<V>) {
    return source.template batch_at<V>(i, j, lanes, acc);
  } else {
    using T = element_of<V>;
    using A = element_of<Acc>;
    alignas(64) A in[std::size_t(lanes_of<Acc>)];
    alignas(64) T out[std::size_t(lanes_of<V>)]{};
    store_to(in, acc);
    int const count = count_of<V>(lanes);
    for (int l = 0; l < count; ++l)
      out[l] = static_cast<T>(source.at(i, j + l, in[lanes_of<Acc> == 1 ? 0 : l]));
    return load_from<V>(out);
  }
}

}  // namespace tessera::inline TESSERA_ISA::kernel
