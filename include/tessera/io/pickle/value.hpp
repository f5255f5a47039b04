// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a pickle holds, once it is read: nodes that the document owns in one flat store, and the
// handle by which a user looks at them. No node owns another, so that neither depth nor a cycle
// costs anything.

#include <deque>
#include <optional>
#include <variant>

#include <tessera/io/ndarray.hpp>
#include <tessera/io/pickle/text.hpp>

namespace tessera::inline TESSERA_ISA {

/// `string8` is Python 2's str: bytes, and text too when they are read as latin-1.
enum class pickle_kind : unsigned char {
  none,
  boolean,
  integer,
  real,
  bytes,
  string8,
  text,
  tuple,
  list,
  dict,
  set,
  frozenset,
  array,
  dtype,
  global
};

constexpr char const* name_of(pickle_kind k) {
  constexpr char const* names[] = {
      "None",     "a boolean", "an integer", "a float", "bytes", "a Python 2 string",
      "text",     "a tuple",   "a list",     "a dict",  "a set", "a frozenset",
      "an array", "a dtype",   "a global"};
  return names[static_cast<int>(k)];
}

/// The globals that build data, and the only ones that are known.
enum class pickle_global : unsigned char {
  reconstruct,
  scalar,
  from_buffer,
  ndarray,
  dtype,
  encode,
  bytes,
  byte_array,
  set,
  frozenset
};

struct pickle_node {
  using raw = std::shared_ptr<byte_buffer const>;
  using items = std::vector<pickle_node*>;             // a dict's: key, value, key, value, ...
  using owned_array = std::unique_ptr<ndarray const>;  // null until BUILD gives it its data

  pickle_kind kind;
  std::uint64_t offset;  // of the opcode that made it
  std::variant<std::monostate, bool, std::int64_t, double, raw, items, owned_array, dtype,
               pickle_global>
      value;
};

/// A value inside a pickle_document, valid as long as the document lives. Values may be shared, and
/// may contain themselves, as in Python.
/// Throws, from each accessor: data_error at the value's own offset where it is of another kind.
class pickle_value {
public:
  pickle_value(pickle_node const* node, data_origin const* document)
      : node_(node), document_(document) {}

  pickle_kind kind() const { return node_->kind; }
  bool is_none() const { return kind() == pickle_kind::none; }
  bool boolean() const { return std::get<bool>(as({pickle_kind::boolean})); }
  std::int64_t integer() const { return std::get<std::int64_t>(as({pickle_kind::integer})); }
  double real() const { return std::get<double>(as({pickle_kind::real})); }

  /// The bytes of a bytes, a bytearray or a Python 2 string.
  std::span<std::byte const> bytes() const {
    return *std::get<pickle_node::raw>(as({pickle_kind::bytes, pickle_kind::string8}));
  }

  /// Text as UTF-8; a Python 2 string is read as latin-1.
  std::string text() const {
    auto const& raw = *std::get<pickle_node::raw>(as({pickle_kind::text, pickle_kind::string8}));
    return std::string(kind() == pickle_kind::text ? raw.text()
                                                   : unpickle::utf8_from_latin1(raw).text());
  }

  ndarray const& array() const {
    auto const& a = std::get<pickle_node::owned_array>(as({pickle_kind::array}));
    if (!a) origin().fail("an array", "an array that was never given its data");
    return *a;
  }

  /// The number of items of a tuple, list, dict or set.
  std::size_t size() const { return items().size() / (kind() == pickle_kind::dict ? 2 : 1); }

  /// Item i of a tuple, list or set. Items of a set stand in the file's order.
  pickle_value operator[](std::size_t i) const {
    auto const& all = std::get<pickle_node::items>(
        as({pickle_kind::tuple, pickle_kind::list, pickle_kind::set, pickle_kind::frozenset}));
    if (i >= all.size()) origin().fail(in_words("item ", i), in_words(all.size(), " items"));
    return {all[i], document_};
  }

  /// Key and value number i of a dict, in the file's order.
  std::pair<pickle_value, pickle_value> entry(std::size_t i) const {
    auto const& all = std::get<pickle_node::items>(as({pickle_kind::dict}));
    if (i >= all.size() / 2)
      origin().fail(in_words("entry ", i), in_words(all.size() / 2, " entries"));
    return {{all[2 * i], document_}, {all[2 * i + 1], document_}};
  }

  /// The value under a text key of a dict; the last one where the file repeats the key. O(size).
  std::optional<pickle_value> find(std::string_view key) const {
    for (std::size_t i = size(); i-- > 0;) {
      auto const [k, v] = entry(i);
      bool const textual = k.kind() == pickle_kind::text || k.kind() == pickle_kind::string8;
      if (textual && k.text() == key) return v;
    }
    return std::nullopt;
  }

  data_origin origin() const { return {document_->path, document_->what, node_->offset}; }

private:
  using value_type = decltype(pickle_node::value);

  pickle_node::items const& items() const {
    return std::get<pickle_node::items>(
        as({pickle_kind::tuple, pickle_kind::list, pickle_kind::dict, pickle_kind::set,
            pickle_kind::frozenset}));
  }

  value_type const& as(std::initializer_list<pickle_kind> kinds) const {
    for (auto k : kinds)
      if (kind() == k) return node_->value;
    origin().fail(name_of(*kinds.begin()), name_of(kind()));
  }

  pickle_node const* node_;
  data_origin const* document_;
};

}  // namespace tessera::inline TESSERA_ISA
