// SPDX-License-Identifier: BSL-1.0
#pragma once
// What REDUCE and BUILD may do: the ten globals that NumPy's arrays and Python's own data are
// pickled with. Each is a function written here on plain values; nothing that a file names is ever
// looked up or run. Source: numpy/core/src/multiarray/{methods,descriptor}.c, the __reduce__ and
// __setstate__ functions.

#include <tessera/io/pickle/literal.hpp>

namespace tessera::inline TESSERA_ISA::unpickle {

/// The global that `module.name` is, or data_error that names it.
inline pickle_node* find_global(heap& h, std::string_view module, std::string_view name) {
  struct entry {
    std::string_view module, name;
    pickle_global global;
  };
  using enum pickle_global;
  static constexpr entry allowed[] = {
      {"numpy.core.multiarray", "_reconstruct", reconstruct},
      {"numpy._core.multiarray", "_reconstruct", reconstruct},
      {"numpy.core.multiarray", "scalar", scalar},
      {"numpy._core.multiarray", "scalar", scalar},
      {"numpy.core.numeric", "_frombuffer", from_buffer},
      {"numpy._core.numeric", "_frombuffer", from_buffer},
      {"numpy", "ndarray", ndarray},
      {"numpy", "dtype", dtype},
      {"_codecs", "encode", encode},
      {"builtins", "bytes", bytes},
      {"__builtin__", "bytes", bytes},
      {"builtins", "bytearray", byte_array},
      {"__builtin__", "bytearray", byte_array},
      {"builtins", "set", set},
      {"__builtin__", "set", set},
      {"builtins", "frozenset", frozenset},
      {"__builtin__", "frozenset", frozenset},
  };
  for (auto const& e : allowed)
    if (e.module == module && e.name == name) return h.make(pickle_kind::global, e.global);
  h.fail("one of the globals that build arrays",
         in_words("the forbidden global ", short_name(module), ".", short_name(name)));
}

inline bool is_global(pickle_node const& n, pickle_global g) {
  auto const* held = std::get_if<pickle_global>(&n.value);
  return held && *held == g;
}

/// One of '<' '>' '|' '=', as far as it says that bytes must be swapped.
inline bool is_swapped(heap& h, std::string_view order) {
  constexpr char native = std::endian::native == std::endian::little ? '<' : '>';
  if (order.size() != 1 || std::string_view("<>|=").find(order[0]) == std::string_view::npos)
    h.fail("a byte order, one of < > | =", in_words("'", short_name(order), "'"));
  return (order[0] == '<' || order[0] == '>') && order[0] != native;
}

/// numpy.dtype('f4', align, copy): the native order, until BUILD says otherwise.
inline pickle_node* make_dtype(heap& h, pickle_node::items const& args) {
  if (args.empty() || args.size() > 3) h.fail("the arguments of numpy.dtype", "other ones");
  auto const spelled = word(h, *args[0], "the name of a dtype");
  dtype d;
  std::string_view name = spelled;
  if (!name.empty() && std::string_view("<>|=").find(name[0]) != name.npos) {
    d.swapped = is_swapped(h, name.substr(0, 1));
    name.remove_prefix(1);
  }
  if (name == "f4")
    d.type = element_type::float32;
  else if (name == "f8")
    d.type = element_type::float64;
  else if (name == "u1")
    d.type = element_type::uint8;
  else if (name == "i8")
    d.type = element_type::int64;
  else
    h.fail("a dtype of float32, float64, uint8 or int64 (f4 f8 u1 i8)",
           in_words("dtype '", short_name(spelled), "'"));
  return h.make(pickle_kind::dtype, d);
}

/// dtype.__setstate__: (version, order, subarray, names, fields, item size, alignment, flags[,
/// metadata]), of which old NumPys wrote fewer, and the oldest no version. Only the order says
/// anything about a plain number.
inline void build_dtype(heap& h, pickle_node& node, pickle_node::items const& state) {
  if (state.size() < 5 || state.size() > 9)
    h.fail("a dtype's state of 5 to 9 items", in_words(state.size(), " items"));
  std::size_t const at = state.size() == 5 ? 0 : 1;
  auto& d = std::get<dtype>(node.value);
  std::size_t const none_end = state.size() < 7 ? at + 3 : 5;
  for (std::size_t i = at + 1; i < none_end; ++i)
    if (state[i]->kind != pickle_kind::none)
      h.fail("a dtype of plain numbers", "one with fields or a shape of its own");
  d.swapped = is_swapped(h, word(h, *state[at], "a byte order"));
}

inline std::vector<index_t> read_shape(heap& h, pickle_node& node) {
  auto const& extents = tuple_items(h, node, "a shape, which is a tuple");
  if (extents.size() > ndarray::max_rank)
    h.fail("a shape of 64 extents at most", std::to_string(extents.size()));
  std::vector<index_t> shape;
  for (auto* n : extents) shape.push_back(integer(h, *n, "an integer in a shape"));
  return shape;
}

inline dtype read_dtype(heap& h, pickle_node const& node) {
  if (node.kind != pickle_kind::dtype) h.fail("a dtype", name_of(node.kind));
  return std::get<dtype>(node.value);
}

/// Bytes that stand for themselves; text stands for its latin-1 encoding.
inline pickle_node::raw read_raw(heap& h, pickle_node const& node) {
  if (node.kind == pickle_kind::list) h.fail("an array's bytes", "a list of objects");
  if (!holds_bytes(node)) h.fail("an array's bytes", name_of(node.kind));
  auto const& held = std::get<pickle_node::raw>(node.value);
  if (node.kind != pickle_kind::text) return held;
  auto encoded = latin1_from_utf8(*held);
  if (!encoded) h.fail("text of latin-1 characters", "other characters");
  h.charge_encoded(encoded->size());
  return std::make_shared<byte_buffer const>(std::move(*encoded));
}

inline pickle_node::owned_array make_array(heap& h, pickle_node const& type, pickle_node& shape,
                                           bool fortran_order, pickle_node const& raw) {
  auto const d = read_dtype(h, type);
  auto extents = read_shape(h, shape);
  return std::make_unique<ndarray const>(d, std::move(extents), fortran_order, read_raw(h, raw),
                                         h.origin());
}

/// ndarray.__setstate__: ([version,] shape, dtype, is_fortran, bytes).
inline void build_array(heap& h, pickle_node& node, pickle_node::items const& state) {
  if (state.size() != 4 && state.size() != 5)
    h.fail("an array's state of 4 or 5 items", in_words(state.size(), " items"));
  auto& array = std::get<pickle_node::owned_array>(node.value);
  if (array) h.fail("an array without data", "one that has them already");
  auto const* const s = state.data() + (state.size() - 4);
  bool const fortran = integer(h, *s[2], "whether the array is in Fortran's order") != 0;
  array = make_array(h, *s[1], *s[0], fortran, *s[3]);
}

/// numpy.core.numeric._frombuffer(bytes, dtype, shape, order), as protocol 5 writes arrays.
inline pickle_node* array_from_buffer(heap& h, pickle_node::items const& args) {
  if (args.size() != 4) h.fail("the four arguments of _frombuffer", "other ones");
  auto const order = word(h, *args[3], "an order of storage");
  if (order != "C" && order != "F")
    h.fail("the order of storage C or F", in_words("'", short_name(order), "'"));
  return h.make(pickle_kind::array, make_array(h, *args[1], *args[2], order == "F", *args[0]));
}

/// numpy.core.multiarray.scalar(dtype, bytes), a number.
inline pickle_node* make_scalar(heap& h, pickle_node::items const& args) {
  if (args.size() != 2) h.fail("the two arguments of scalar", "other ones");
  auto const d = read_dtype(h, *args[0]);
  auto const raw = read_raw(h, *args[1]);
  if (raw->size() != d.item_bytes())
    h.fail(in_words(d.item_bytes(), " bytes"), std::to_string(raw->size()));
  return with_element_type(d.type, [&](auto s) {
    auto const value = stored_element<decltype(s)>(raw->data(), d.swapped);
    if constexpr (std::integral<decltype(s)>)
      return h.make(pickle_kind::integer, static_cast<std::int64_t>(value));
    else
      return h.make(pickle_kind::real, static_cast<double>(value));
  });
}

/// _codecs.encode(text, 'latin1'), bytes(...) and bytearray(...): how protocols 0 to 2 spell bytes.
inline pickle_node* make_bytes(heap& h, pickle_node::items const& args) {
  if (args.empty()) return h.make_bytes(pickle_kind::bytes, {});
  if (args.size() == 2) {
    auto const encoding = word(h, *args[1], "an encoding");
    if (encoding != "latin1" && encoding != "latin-1")
      h.fail("the encoding latin1", in_words("'", short_name(encoding), "'"));
  }
  bool const is_text = args[0]->kind == pickle_kind::text;
  if (args.size() > 2 || is_text != (args.size() == 2))
    h.fail("bytes, or text and its encoding", "other arguments");
  return h.make(pickle_kind::bytes, read_raw(h, *args[0]));
}

/// What a set may hold and a dict may have as a key, near enough to Python's rule.
inline void require_hashable(heap const& h, pickle_node const& n) {
  using enum pickle_kind;
  if (n.kind == list || n.kind == dict || n.kind == set || n.kind == array)
    h.fail("a value that can be a key", name_of(n.kind));
}

inline pickle_node* make_set(heap& h, pickle_kind kind, pickle_node::items const& args) {
  if (args.empty()) return h.make(kind, pickle_node::items{});
  auto const* all = std::get_if<pickle_node::items>(&args[0]->value);
  if (args.size() > 1 || !all || args[0]->kind == pickle_kind::dict)
    h.fail("the items of a set", "other arguments");
  h.charge_steps(all->size());
  for (auto* item : *all) require_hashable(h, *item);
  return h.make(kind, *all);
}

/// callable(*args).
inline pickle_node* reduce(heap& h, pickle_node const& callable, pickle_node& arguments) {
  using enum pickle_global;
  if (callable.kind != pickle_kind::global) h.fail("a global to call", name_of(callable.kind));
  auto const& args = tuple_items(h, arguments, "a tuple of arguments");
  switch (std::get<pickle_global>(callable.value)) {
    case reconstruct:
      if (args.size() != 3 || !is_global(*args[0], ndarray))
        h.fail("numpy.ndarray to reconstruct", "other arguments");
      return h.make(pickle_kind::array, pickle_node::owned_array());
    case scalar:
      return make_scalar(h, args);
    case from_buffer:
      return array_from_buffer(h, args);
    case dtype:
      return make_dtype(h, args);
    case encode:
      if (args.size() != 2) h.fail("text and its encoding", "other arguments");
      return make_bytes(h, args);
    case bytes:
    case byte_array:
      return make_bytes(h, args);
    case set:
      return make_set(h, pickle_kind::set, args);
    case frozenset:
      return make_set(h, pickle_kind::frozenset, args);
    default:
      h.fail("numpy.core.multiarray._reconstruct", "a call of numpy.ndarray itself");
  }
}

/// object.__setstate__(state).
inline void build(heap& h, pickle_node& object, pickle_node& state) {
  if (object.kind == pickle_kind::array)
    return build_array(h, object, tuple_items(h, state, "an array's state"));
  if (object.kind == pickle_kind::dtype)
    return build_dtype(h, object, tuple_items(h, state, "a dtype's state"));
  h.fail("an array or a dtype to give a state to", name_of(object.kind));
}

}  // namespace tessera::inline TESSERA_ISA::unpickle
