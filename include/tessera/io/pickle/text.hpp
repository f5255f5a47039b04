// SPDX-License-Identifier: BSL-1.0
#pragma once
// The two encodings that a pickle's text comes in: UTF-8 (with lone surrogates, as Python's
// "surrogatepass" writes them) and latin-1, whose bytes are the code points themselves.

#include <cstdint>
#include <optional>

#include <tessera/io/bytes.hpp>

namespace tessera::inline TESSERA_ISA::unpickle {

/// Writes code point c, at most 0x10ffff, as UTF-8.
inline void append_utf8(byte_buffer& to, std::uint32_t c) {
  auto const put = [&](std::uint32_t b) { to.push_back(static_cast<unsigned char>(b)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xc0 | c >> 6);
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
  }
  put(0x80 | (c & 0x3f));
}

/// Takes the next code point off the front of `rest`, which is not empty. Nothing where it is not
/// UTF-8: a stray or missing continuation, an overlong form, more than 0x10ffff.
inline std::optional<std::uint32_t> next_utf8(std::span<std::byte const>& rest) {
  auto const at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(rest[i]); };
  std::uint32_t c = at(0);
  std::size_t const n = c < 0x80   ? 1
                        : c < 0xc2 ? 0
                        : c < 0xe0 ? 2
                        : c < 0xf0 ? 3
                        : c < 0xf5 ? 4
                                   : 0;
  if (n == 0 || rest.size() < n) return std::nullopt;
  if (n > 1) c &= 0x7fu >> n;
  for (std::size_t i = 1; i < n; ++i) {
    if ((at(i) & 0xc0) != 0x80) return std::nullopt;
    c = c << 6 | (at(i) & 0x3f);
  }
  if ((n == 3 && c < 0x800) || (n == 4 && (c < 0x10000 || c > 0x10ffff))) return std::nullopt;
  rest = rest.subspan(n);
  return c;
}

inline bool is_utf8(std::span<std::byte const> bytes) {
  while (!bytes.empty())
    if (!next_utf8(bytes)) return false;
  return true;
}

/// Text of code points below 256 as one byte each; nothing where there are others.
inline std::optional<byte_buffer> latin1_from_utf8(std::span<std::byte const> text) {
  byte_buffer bytes;
  while (!text.empty()) {
    auto const c = next_utf8(text);
    if (!c || *c > 0xff) return std::nullopt;
    bytes.push_back(static_cast<unsigned char>(*c));
  }
  return bytes;
}

inline byte_buffer utf8_from_latin1(std::span<std::byte const> bytes) {
  byte_buffer text;
  for (std::byte b : bytes) append_utf8(text, std::to_integer<std::uint32_t>(b));
  return text;
}

}  // namespace tessera::inline TESSERA_ISA::unpickle
