// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers and strings as a pickle spells them: lines of text in protocol 0, little-endian binary
// later. Source: Python's pickletools, the "argument descriptors".

#include <charconv>

#include <tessera/io/pickle/heap.hpp>

namespace tessera::inline TESSERA_ISA::unpickle {

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
inline std::string read_line(heap& h) {
  std::string line;
  for (unsigned char c; (c = h.in.next("a line's end")) != '\n';) {
    if (line.size() == 255) h.fail("a line of at most 255 characters", "a longer one");
    line += static_cast<char>(c);
  }
  return line;
}

template<class T>
T parse_number(heap& h, std::string_view line, char const* expected) {
  T value{};
  auto const [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc{} || end != line.data() + line.size())
    h.fail(expected, in_words("'", short_name(line), "'"));
  return value;
}

/// INT and LONG: decimal digits, LONG's followed by an L.
inline std::int64_t parse_integer(heap& h, std::string_view line) {
  if (line.ends_with('L')) line.remove_suffix(1);
  return parse_number<std::int64_t>(h, line, "a decimal integer of 64 bits");
}

/// LONG1 and LONG4: n bytes, two's complement.
inline std::int64_t read_long(heap& h, std::int64_t n) {
  if (n < 0 || n > 8) h.fail("an integer of 64 bits", in_words("one of ", n, " bytes"));
  return read_signed(h.in, static_cast<int>(n));
}

/// n bytes as they are. They are counted before they are read, and memory grows as they arrive.
inline pickle_node* read_bytes(heap& h, pickle_kind kind, std::uint64_t n) {
  h.charge_bytes(n);
  return h.make_bytes(kind, h.in.payload(n, "all the bytes of a string"));
}

inline pickle_node* read_text(heap& h, std::uint64_t n) {
  auto* const node = read_bytes(h, pickle_kind::text, n);
  if (!is_utf8(raw_bytes(*node))) h.fail("text in UTF-8", "other bytes");
  return node;
}

inline std::uint32_t read_hex(heap& h, int digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    unsigned char const c = h.in.next("a hexadecimal digit");
    unsigned char const letter = c | 0x20;
    if (c >= '0' && c <= '9')
      value = value << 4 | std::uint32_t(c - '0');
    else if (letter >= 'a' && letter <= 'f')
      value = value << 4 | std::uint32_t(letter - 'a' + 10);
    else
      h.fail("a hexadecimal digit", in_words("byte ", c));
  }
  return value;
}

/// One escape of a quoted string, after its backslash. Source: CPython's _PyBytes_DecodeEscape.
inline void read_escape(heap& h, byte_buffer& to) {
  constexpr std::string_view letters = "abfnrtv\\'\"", meanings = "\a\b\f\n\r\t\v\\'\"";
  unsigned char const c = h.in.next("an escape sequence");
  if (auto const i = letters.find(static_cast<char>(c)); i != letters.npos)
    return to.push_back(static_cast<unsigned char>(meanings[i]));
  if (c == 'x') return to.push_back(static_cast<unsigned char>(read_hex(h, 2)));
  if (c < '0' || c > '7') h.fail("an escape sequence", in_words("a backslash and byte ", c));
  unsigned value = c - unsigned{'0'};
  for (int digits = 1; digits < 3; ++digits) {
    auto const at_hand = h.in.window();
    if (at_hand.empty() || at_hand[0] < std::byte{'0'} || at_hand[0] > std::byte{'7'}) break;
    value = value * 8 + std::to_integer<unsigned>(at_hand[0]) - '0';
    h.in.skip(1);
  }
  to.push_back(static_cast<unsigned char>(value & 0xff));
}

/// STRING: a line that holds a quoted Python 2 string.
inline pickle_node* read_quoted(heap& h) {
  unsigned char const quote = h.in.next("a quoted string");
  if (quote != '\'' && quote != '"') h.fail("a quoted string", in_words("byte ", quote));
  byte_buffer bytes;
  for (unsigned char c; (c = h.in.next("the end of a quoted string")) != quote;) {
    if (c == '\n') h.fail("a closing quote", "the end of the line");
    h.charge_bytes(1);
    if (c == '\\')
      read_escape(h, bytes);
    else
      bytes.push_back(c);
  }
  if (h.in.next("a line's end") != '\n')
    h.fail("the end of the line after a quoted string", "more of it");
  return h.make_bytes(pickle_kind::string8, std::move(bytes));
}

/// What follows a backslash in a UNICODE line. A backslash that begins no escape stands for itself,
/// and so does the character behind it. Source: CPython's
/// _PyUnicode_DecodeRawUnicodeEscapeStateful.
inline void read_text_escape(heap& h, byte_buffer& to) {
  auto const at_hand = h.in.window();
  if (at_hand.empty() || at_hand.front() == std::byte{'\n'}) return to.push_back('\\');
  unsigned char const c = h.in.next("an escape sequence");
  if (c != 'u' && c != 'U') {
    to.push_back('\\');
    return append_utf8(to, c);
  }
  std::uint32_t const code = read_hex(h, c == 'u' ? 4 : 8);
  if (code > 0x10ffff) h.fail("a code point of Unicode", std::to_string(code));
  append_utf8(to, code);
}

/// UNICODE: a line in Python's raw-unicode-escape, which is latin-1 with \uXXXX and \UXXXXXXXX.
inline pickle_node* read_escaped_text(heap& h) {
  byte_buffer text;
  for (unsigned char c; (c = h.in.next("a line's end")) != '\n';) {
    auto const before = text.size();
    if (c == '\\')
      read_text_escape(h, text);
    else
      append_utf8(text, c);
    h.charge_bytes(text.size() - before);
  }
  return h.make_bytes(pickle_kind::text, std::move(text));
}

}  // namespace tessera::inline TESSERA_ISA::unpickle
