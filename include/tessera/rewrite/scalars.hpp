// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers leave the factors of products and meet in one: (s A) (t B) becomes (s t) (A B), and s t
// rides on the product's store.

#include <tessera/rewrite/driver.hpp>

namespace tessera::inline TESSERA_ISA::rules {

/// A s = s A: a number stands first.  Shrinks: the number of products with a number on the right.
struct scalar_first {
  static constexpr auto rounding = rounding_effect::exact;
  template<class A, class S>
    requires(is_number<S> && !is_number<A> && commutes<A>)
  constexpr auto operator()(mapped<simd::times, A, S> const& e) const {
    return hana::unpack(e.args,
                        [&](auto const& a, auto const& s) { return map_captured(e.f, s, a); });
  }
};

/// s (t A) = (s t) A.  Shrinks: the number of multiplications by numbers.
struct merge_scalars {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class S, class T, class A>
    requires(is_number<S> && is_number<T> && !is_number<A> &&
             std::is_same_v<value_of<S>, value_of<T>>)
  constexpr auto operator()(mapped<simd::times, S, mapped<simd::times, T, A>> const& e) const {
    return hana::unpack(e.args, [&](auto const& s, auto const& ta) {
      return hana::unpack(ta.args, [&](auto const& t, auto const& a) {
        return map_captured(e.f, map_captured(e.f, s, t), a);
      });
    });
  }
};

/// Does multiplying by S leave the element type of the product alone?
template<class S, class A, class B>
inline constexpr bool keeps_type =
    std::is_same_v<value_of<mapped<simd::times, S, product<A, B>>>, value_of<product<A, B>>>;

/// Has E a number or a sign in front?
template<class E>
inline constexpr bool has_scalar = false;
template<class S, class A>
inline constexpr bool has_scalar<mapped<simd::times, S, A>> = is_number<S>;
template<class A, class S>
inline constexpr bool has_scalar<mapped<simd::over, A, S>> =
    is_number<S> && std::is_floating_point_v<value_of<A>>;
template<class A>
inline constexpr bool has_scalar<mapped<simd::negate, A>> = true;

/// (s A) B = A (s B) = s (A B),  (A / s) B = (A B) / s,  (-A) B = -(A B).
/// Shrinks: the sizes of products.
struct gather_scalars {
  static constexpr auto rounding = rounding_effect::reassociating;
  template<class S, class A, class B>
    requires(is_number<S> && !is_number<A> && keeps_type<S, A, B>)
  constexpr auto operator()(product<mapped<simd::times, S, A>, B> const& e) const {
    return hana::unpack(
        e.a.args, [&](auto const& s, auto const& a) { return map_captured(e.a.f, s, a * e.b); });
  }
  template<class S, class A, class B>
    requires(is_number<S> && !is_number<B> && keeps_type<S, A, B> && !has_scalar<A>)
  constexpr auto operator()(product<A, mapped<simd::times, S, B>> const& e) const {
    return hana::unpack(
        e.b.args, [&](auto const& s, auto const& b) { return map_captured(e.b.f, s, e.a * b); });
  }
  template<class S, class A, class B>
    requires(is_number<S> && std::is_floating_point_v<value_of<A>> && keeps_type<S, A, B>)
  constexpr auto operator()(product<mapped<simd::over, A, S>, B> const& e) const {
    return hana::unpack(
        e.a.args, [&](auto const& a, auto const& s) { return map_captured(e.a.f, a * e.b, s); });
  }
  template<class S, class A, class B>
    requires(is_number<S> && std::is_floating_point_v<value_of<B>> && keeps_type<S, A, B> &&
             !has_scalar<A>)
  constexpr auto operator()(product<A, mapped<simd::over, B, S>> const& e) const {
    return hana::unpack(
        e.b.args, [&](auto const& b, auto const& s) { return map_captured(e.b.f, e.a * b, s); });
  }
  template<class A, class B>
  constexpr auto operator()(product<mapped<simd::negate, A>, B> const& e) const {
    return map_captured(e.a.f, hana::front(e.a.args) * e.b);
  }
  template<class A, class B>
    requires(!has_scalar<A>)
  constexpr auto operator()(product<A, mapped<simd::negate, B>> const& e) const {
    return map_captured(e.b.f, e.a * hana::front(e.b.args));
  }
};

/// -(-A) = A,  A + (-B) = A - B,  A - (-B) = A + B.  Shrinks: the number of negations.
struct cancel_negations {
  static constexpr auto rounding = rounding_effect::exact;
  template<class A>
  constexpr auto operator()(mapped<simd::negate, mapped<simd::negate, A>> const& e) const {
    return hana::front(hana::front(e.args).args);
  }
  template<class A, class B>
  constexpr auto operator()(mapped<simd::plus, A, mapped<simd::negate, B>> const& e) const {
    return opposite(simd::minus{}, e);
  }
  template<class A, class B>
  constexpr auto operator()(mapped<simd::minus, A, mapped<simd::negate, B>> const& e) const {
    return opposite(simd::plus{}, e);
  }

private:
  static constexpr auto opposite(auto f, auto const& e) {
    return hana::unpack(e.args, [&](auto const& a, auto const& minus_b) {
      return map_captured(f, a, hana::front(minus_b.args));
    });
  }
};

}  // namespace tessera::inline TESSERA_ISA::rules
