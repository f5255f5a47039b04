// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where an unpickler's values are made: every node lives here, and everything that costs memory is
// counted before it is allocated, so that a small file cannot ask for a large memory.

#include <tessera/io/pickle/value.hpp>

namespace tessera::inline TESSERA_ISA {

/// What one document may cost. The defaults are some five times what the MNIST files need.
struct pickle_limits {
  std::uint64_t bytes = std::uint64_t{1} << 30;  ///< in all strings and byte strings together
  std::uint64_t steps = std::uint64_t{1} << 20;  ///< opcodes, plus items copied from set to set
};

namespace unpickle {

struct heap {
  byte_source& in;
  pickle_limits limits;
  std::deque<pickle_node> nodes{};
  std::uint64_t step_offset = 0;  // of the opcode at work
  std::uint64_t bytes_used = 0, steps_used = 0, encoded = 0;

  data_origin origin() const {
    auto o = in.origin();
    o.offset = step_offset;
    return o;
  }

  [[noreturn, gnu::cold]] void fail(std::string const& expected, std::string const& found) const {
    origin().fail(expected, found);
  }

  template<class V>
  pickle_node* make(pickle_kind kind, V&& value) {
    nodes.push_back(pickle_node{kind, step_offset, std::forward<V>(value)});
    return &nodes.back();
  }

  pickle_node* make_bytes(pickle_kind kind, byte_buffer bytes) {
    return make(kind, std::make_shared<byte_buffer const>(std::move(bytes)));
  }

  void charge_steps(std::uint64_t n) {
    if (n > limits.steps - steps_used)
      fail(in_words("at most ", limits.steps, " steps"), "a pickle of more");
    steps_used += n;
  }

  void charge_bytes(std::uint64_t n) {
    if (n > limits.bytes - bytes_used)
      fail(in_words("at most ", limits.bytes, " bytes of strings"),
           in_words("a string of ", n, " after ", bytes_used));
    bytes_used += n;
  }

  /// Bytes that were text. Pythons write each text for one byte string, so that all of these
  /// together are never more than the bytes read; one text encoded again and again would be.
  void charge_encoded(std::uint64_t n) {
    charge_bytes(n);
    encoded += n;
    if (encoded > in.offset()) fail("each text encoded once", "more bytes than the file has");
  }
};

/// At most 80 characters of what a file says, made printable for a message.
inline std::string short_name(std::string_view raw) {
  std::string s;
  for (char c : raw.substr(0, 80)) s += c >= ' ' && c <= '~' ? c : '?';
  return raw.size() > 80 ? s + "..." : s;
}

inline bool holds_bytes(pickle_node const& n) {
  return n.kind == pickle_kind::bytes || n.kind == pickle_kind::string8 ||
         n.kind == pickle_kind::text;
}

inline byte_buffer const& raw_bytes(pickle_node const& n) {
  return *std::get<pickle_node::raw>(n.value);
}

/// What a string of any kind says, where the format has one of its own words.
inline std::string_view word(heap const& h, pickle_node const& n, char const* expected) {
  if (!holds_bytes(n)) h.fail(expected, name_of(n.kind));
  return raw_bytes(n).text();
}

inline std::int64_t integer(heap const& h, pickle_node const& n, char const* expected) {
  if (auto const* i = std::get_if<std::int64_t>(&n.value)) return *i;
  if (auto const* b = std::get_if<bool>(&n.value)) return *b;
  h.fail(expected, name_of(n.kind));
}

inline pickle_node::items& tuple_items(heap const& h, pickle_node& n, char const* expected) {
  if (n.kind != pickle_kind::tuple) h.fail(expected, name_of(n.kind));
  return std::get<pickle_node::items>(n.value);
}

}  // namespace unpickle
}  // namespace tessera::inline TESSERA_ISA
