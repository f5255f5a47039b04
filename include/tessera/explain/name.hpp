// SPDX-License-Identifier: BSL-1.0
#pragma once
// Names that are read off types, and numbers as people write them.

#include <complex>
#include <cstdint>
#include <string>
#include <string_view>

#include <tessera/shape/extent.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// What the compiler calls T, in full.
template<class T>
constexpr std::string_view full_name_of() {
  std::string_view const all = __PRETTY_FUNCTION__;
  std::size_t const begin = all.find("T = ") + 4;
  std::size_t end = begin;
  for (int depth = 0; end < all.size(); ++end) {
    char const c = all[end];
    if (depth == 0 && (c == ';' || c == ']')) break;
    if (c == '<' || c == '[' || c == '(') ++depth;
    if (c == '>' || c == ']' || c == ')') --depth;
  }
  return all.substr(begin, end - begin);
}

/// The name that T says it has; else the one in the source, without scope and arguments; of a
/// lambda `otherwise`.
template<class T>
constexpr std::string_view name_of(std::string_view otherwise) {
  if constexpr (requires { std::string_view(T::name); }) {
    return T::name;
  } else {
    std::string_view name = full_name_of<T>();
    if (name.find("lambda") != name.npos) return otherwise;
    name = name.substr(0, name.find('<'));
    if (auto const scope = name.rfind("::"); scope != name.npos) name.remove_prefix(scope + 2);
    return name.empty() ? otherwise : name;
  }
}

/// The name of an element type.
template<class T>
struct element_name {
  static std::string text() {
    if constexpr (std::is_same_v<T, bool>) return "bool";
    else if constexpr (std::is_integral_v<T>)
      return (std::is_signed_v<T> ? "int" : "uint") + std::to_string(8 * sizeof(T));
    else if constexpr (std::is_floating_point_v<T>) return std::string(full_name_of<T>());
    else return std::string(name_of<T>("element"));
  }
};
template<class T>
struct element_name<std::complex<T>> {
  static std::string text() { return "complex<" + element_name<T>::text() + ">"; }
};

/// Three significant digits of x >= 0, below 1000.
inline std::string three_digits(double x) {
  int const digits = x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2;
  double const scale = digits == 0 ? 1 : digits == 1 ? 10 : 100;
  auto const rounded = static_cast<long long>(x * scale + 0.5);
  auto const whole = static_cast<long long>(scale);
  std::string s = std::to_string(rounded / whole);
  if (digits == 0 || rounded % whole == 0) return s;
  std::string const rest = std::to_string(rounded % whole);
  s += '.' + std::string(std::size_t(digits) - rest.size(), '0') + rest;
  if (s.back() == '0') s.pop_back();
  return s;
}

/// 12.8 MFLOP.
inline std::string flops_text(double flops) {
  constexpr char const* units[] = {"FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP"};
  int u = 0;
  for (; flops >= 999.5 && u < 5; ++u) flops /= 1000;
  return three_digits(flops) + " " + units[u];
}

/// 1.5 MiB.
inline std::string bytes_text(double bytes) {
  constexpr char const* units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  int u = 0;
  for (; bytes >= 999.5 && u < 4; ++u) bytes /= 1024;
  return three_digits(bytes) + " " + units[u];
}

/// No temporaries, 1 temporary, 2 temporaries.
inline std::string count_text(index_t n, std::string const& what, char const* plural = "s") {
  return (n == 0 ? "no" : std::to_string(n)) + " " + what + (n == 1 ? "" : plural);
}

}  // namespace tessera::inline TESSERA_ISA::explaining
