// SPDX-License-Identifier: BSL-1.0
#pragma once
// Fractions in 16 bits, to store: they become float as soon as something is computed. bfloat16 has
// the range of float and 8 bits of precision, half (IEEE 754 binary16) 11 bits up to 65504.

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// The upper half of a float. From float: rounded to nearest, ties to even; NaN stays NaN.
class bfloat16 {
public:
  bfloat16() = default;
  explicit constexpr bfloat16(float x) {
    auto const word = std::bit_cast<std::uint32_t>(x);
    bits_ = static_cast<std::uint16_t>(
        (x != x ? word | 0x400000u : word + 0x7fffu + ((word >> 16) & 1u)) >> 16);
  }
  constexpr operator float() const { return std::bit_cast<float>(std::uint32_t{bits_} << 16); }

  static constexpr bfloat16 from_bits(std::uint16_t bits) {
    bfloat16 x(0.0f);
    x.bits_ = bits;
    return x;
  }
  constexpr std::uint16_t bits() const { return bits_; }

private:
  std::uint16_t bits_;
};

/// A sign, 5 bits of exponent, 10 of fraction. From float: rounded to nearest, ties to even; beyond
/// 65504 infinity; NaN stays NaN.
class half {
public:
  half() = default;
  explicit constexpr half(float x) {
    auto const word = std::bit_cast<std::uint32_t>(x);
    std::uint32_t const sign = word >> 16 & 0x8000u, size = word & 0x7fffffffu;
    std::uint32_t bits = 0;
    if (size > 0x7f800000u) bits = 0x7e00u | (size >> 13 & 0x3ffu);
    else if (size >= 0x477ff000u) bits = 0x7c00u;
    else if (size >= 0x38800000u) bits = (size - 0x38000000u + 0xfffu + (size >> 13 & 1u)) >> 13;
    // Below 2^-14 the last bit stands for 2^-24, as that of a float in [0.5, 1) does.
    else bits = std::bit_cast<std::uint32_t>(std::bit_cast<float>(size) + 0.5f) - 0x3f000000u;
    bits_ = static_cast<std::uint16_t>(sign | bits);
  }
  constexpr operator float() const {
    std::uint32_t const sign = std::uint32_t{bits_} >> 15 << 31, exponent = bits_ >> 10 & 31u,
                        fraction = bits_ & 0x3ffu;
    std::uint32_t size = (exponent + 112) << 23 | fraction << 13;
    if (exponent == 31) size = 0x7f800000u | fraction << 13;
    else if (exponent == 0) size = std::bit_cast<std::uint32_t>(float(fraction) * 0x1p-24f);
    return std::bit_cast<float>(sign | size);
  }

  static constexpr half from_bits(std::uint16_t bits) {
    half x(0.0f);
    x.bits_ = bits;
    return x;
  }
  constexpr std::uint16_t bits() const { return bits_; }

private:
  std::uint16_t bits_;
};

/// Is T stored in 16 bits, and computed with as float?
template<class T>
inline constexpr bool is_float16 = false;
template<>
inline constexpr bool is_float16<bfloat16> = true;
template<>
inline constexpr bool is_float16<half> = true;

/// The type that elements of T are computed with.
template<class T>
using computed_with = std::conditional_t<is_float16<T>, float, T>;

}  // namespace tessera::inline TESSERA_ISA

template<>
class std::numeric_limits<tessera::bfloat16> : public std::numeric_limits<float> {
  using T = tessera::bfloat16;

public:
  static constexpr int digits = 8, digits10 = 2, max_digits10 = 4;
  static constexpr T min() { return T::from_bits(0x0080); }
  static constexpr T max() { return T::from_bits(0x7f7f); }
  static constexpr T lowest() { return T::from_bits(0xff7f); }
  static constexpr T epsilon() { return T::from_bits(0x3c00); }
  static constexpr T round_error() { return T::from_bits(0x3f00); }
  static constexpr T infinity() { return T::from_bits(0x7f80); }
  static constexpr T quiet_NaN() { return T::from_bits(0x7fc0); }
  static constexpr T signaling_NaN() { return T::from_bits(0x7fa0); }
  static constexpr T denorm_min() { return T::from_bits(0x0001); }
};
template<>
class std::numeric_limits<tessera::half> : public std::numeric_limits<float> {
  using T = tessera::half;

public:
  static constexpr int digits = 11, digits10 = 3, max_digits10 = 5;
  static constexpr int min_exponent = -13, min_exponent10 = -4, max_exponent = 16,
                       max_exponent10 = 4;
  static constexpr T min() { return T::from_bits(0x0400); }
  static constexpr T max() { return T::from_bits(0x7bff); }
  static constexpr T lowest() { return T::from_bits(0xfbff); }
  static constexpr T epsilon() { return T::from_bits(0x1400); }
  static constexpr T round_error() { return T::from_bits(0x3800); }
  static constexpr T infinity() { return T::from_bits(0x7c00); }
  static constexpr T quiet_NaN() { return T::from_bits(0x7e00); }
  static constexpr T signaling_NaN() { return T::from_bits(0x7d00); }
  static constexpr T denorm_min() { return T::from_bits(0x0001); }
};
