// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers and strings as a pickle spells them: lines of text in protocol 0, little-endian binary
// later. Source: Python's pickletools, the "argument descriptors".

#include <charconv>

#include <tessera/io/pickle/heap.hpp>

namespace tessera::inline TESSERA_ISA {

/// An unsigned number of n bytes, little-endian.
inline std::uint64_t read_number(byte_source& in, int n) {
  std::uint64_t value = 0;
  for (int i = 0; i < n; ++i) value |= std::uint64_t{in.next("an opcode's argument")} << (8 * i);
  return value;
}

/// A signed number of n bytes, n from 0 to 8, in two's complement.
inline std::int64_t read_signed(byte_source& in, int n) {
  if (n == 0) return 0;
  int const unused = 64 - 8 * n;
  return static_cast<std::int64_t>(read_number(in, n) << unused) >> unused;
}

inline double read_double(byte_source& in) {
  std::uint64_t bits = 0;  // big-endian, alone in the format
  for (int i = 0; i < 8; ++i) bits = bits << 8 | in.next("an opcode's argument");
  return std::bit_cast<double>(bits);
}

/// A line without its end, of at most 255 characters.
inline std::string read_line(pickle_heap& heap) {
  std::string line;
  for (unsigned char c; (c = heap.in.next("a line's end")) != '\n';) {
    if (line.size() == 255) heap.fail("a line of at most 255 characters", "a longer one");
    line += static_cast<char>(c);
  }
  return line;
}

template<class T>
T parse_number(pickle_heap& heap, std::string_view line, char const* expected) {
  T value{};
  auto const [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc{} || end != line.data() + line.size())
    heap.fail(expected, "'" + short_name(line) + "'");
  return value;
}

/// INT and LONG: decimal digits, LONG's followed by an L.
inline std::int64_t parse_integer(pickle_heap& heap, std::string_view line) {
  if (line.ends_with('L')) line.remove_suffix(1);
  return parse_number<std::int64_t>(heap, line, "a decimal integer of 64 bits");
}

/// LONG1 and LONG4: n bytes, two's complement.
inline std::int64_t read_long(pickle_heap& heap, std::int64_t n) {
  if (n < 0 || n > 8) heap.fail("an integer of 64 bits", "one of " + std::to_string(n) + " bytes");
  return read_signed(heap.in, static_cast<int>(n));
}

/// n bytes as they are. They are counted before they are read, and memory grows as they arrive.
inline pickle_node* read_bytes(pickle_heap& heap, pickle_kind kind, std::uint64_t n) {
  heap.charge_bytes(n);
  return heap.make_bytes(kind, heap.in.payload(n, "all the bytes of a string"));
}

inline pickle_node* read_text(pickle_heap& heap, std::uint64_t n) {
  auto* const node = read_bytes(heap, pickle_kind::text, n);
  if (!is_utf8(raw_bytes(*node))) heap.fail("text in UTF-8", "other bytes");
  return node;
}

inline std::uint32_t read_hex(pickle_heap& heap, int digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    unsigned char const c = heap.in.next("a hexadecimal digit");
    unsigned char const letter = c | 0x20;
    if (c >= '0' && c <= '9')
      value = value << 4 | std::uint32_t(c - '0');
    else if (letter >= 'a' && letter <= 'f')
      value = value << 4 | std::uint32_t(letter - 'a' + 10);
    else
      heap.fail("a hexadecimal digit", "byte " + std::to_string(c));
  }
  return value;
}

/// One escape of a quoted string, after its backslash. Source: CPython's _PyBytes_DecodeEscape.
inline void read_escape(pickle_heap& heap, byte_buffer& to) {
  constexpr std::string_view letters = "abfnrtv\\'\"", meanings = "\a\b\f\n\r\t\v\\'\"";
  unsigned char const c = heap.in.next("an escape sequence");
  if (auto const i = letters.find(static_cast<char>(c)); i != letters.npos)
    return to.push_back(static_cast<unsigned char>(meanings[i]));
  if (c == 'x') return to.push_back(static_cast<unsigned char>(read_hex(heap, 2)));
  if (c < '0' || c > '7')
    heap.fail("an escape sequence", "a backslash and byte " + std::to_string(c));
  unsigned value = c - unsigned{'0'};
  for (int digits = 1; digits < 3; ++digits) {
    auto const at_hand = heap.in.window();
    if (at_hand.empty() || at_hand[0] < std::byte{'0'} || at_hand[0] > std::byte{'7'}) break;
    value = value * 8 + std::to_integer<unsigned>(at_hand[0]) - '0';
    heap.in.skip(1);
  }
  to.push_back(static_cast<unsigned char>(value & 0xff));
}

/// STRING: a line that holds a quoted Python 2 string.
inline pickle_node* read_quoted(pickle_heap& heap) {
  unsigned char const quote = heap.in.next("a quoted string");
  if (quote != '\'' && quote != '"') heap.fail("a quoted string", "byte " + std::to_string(quote));
  byte_buffer bytes;
  for (unsigned char c; (c = heap.in.next("the end of a quoted string")) != quote;) {
    if (c == '\n') heap.fail("a closing quote", "the end of the line");
    heap.charge_bytes(1);
    if (c == '\\')
      read_escape(heap, bytes);
    else
      bytes.push_back(c);
  }
  if (heap.in.next("a line's end") != '\n')
    heap.fail("the end of the line after a quoted string", "more of it");
  return heap.make_bytes(pickle_kind::string8, std::move(bytes));
}

/// UNICODE: a line in Python's raw-unicode-escape, which is latin-1 with \uXXXX and \UXXXXXXXX.
inline pickle_node* read_escaped_text(pickle_heap& heap) {
  byte_buffer text;
  for (unsigned char c; (c = heap.in.next("a line's end")) != '\n';) {
    heap.charge_bytes(c == '\\' ? 4 : 2);
    if (c != '\\') {
      append_utf8(text, c);
      continue;
    }
    unsigned char const kind = heap.in.next("a line's end");
    if (kind == 'u' || kind == 'U') {
      std::uint32_t const code = read_hex(heap, kind == 'u' ? 4 : 8);
      if (code > 0x10ffff) heap.fail("a code point of Unicode", std::to_string(code));
      append_utf8(text, code);
    } else {
      text.push_back('\\');
      if (kind == '\n') break;
      append_utf8(text, kind);
    }
  }
  return heap.make_bytes(pickle_kind::text, std::move(text));
}

}  // namespace tessera::inline TESSERA_ISA
