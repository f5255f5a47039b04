// SPDX-License-Identifier: BSL-1.0
#pragma once
// The unpickler: a stack, its marks and a memo, and a loop over opcodes. It recurses nowhere.
// Source: Python's Lib/pickle.py, class _Unpickler, and pickletools.

#include <map>

#include <tessera/io/pickle/numpy.hpp>
#include <tessera/io/pickle/opcode.hpp>

namespace tessera::inline TESSERA_ISA::unpickle {

class machine {
public:
  machine(byte_source& in, pickle_limits limits) : heap_{in, limits} {}

  /// Reads one pickle up to its STOP. Returns its value, a node of `take_nodes`.
  pickle_node* run() {
    begin();
    for (;;) {
      heap_.step_offset = in().offset();
      heap_.charge_steps(1);
      check_frame();
      auto const op = static_cast<opcode>(in().next("an opcode"));
      if (op == opcode::stop) return stop();
      step(op);
    }
  }

  std::deque<pickle_node> take_nodes() { return std::move(heap_.nodes); }

private:
  using kind = pickle_kind;
  using items = pickle_node::items;

  byte_source& in() { return heap_.in; }

  [[noreturn, gnu::cold]] void fail(std::string const& expected, std::string const& found) const {
    heap_.fail(expected, found);
  }

  /// A pickle begins with PROTO, or with an opcode of protocol 0 or 1 that pushes.
  void begin() {
    constexpr std::string_view first = "\x80(])}NIJKMLFGSTUVXc";
    auto const at_hand = in().window();
    if (at_hand.empty()) fail("a pickle", "an empty file");
    if (first.find(std::to_integer<char>(at_hand.front())) == first.npos)
      fail("a pickle, plain or packed by gzip", in_words("byte ", byte_name(at_hand.front())));
  }

  static std::string byte_name(std::byte b) {
    constexpr char digits[] = "0123456789abcdef";
    auto const v = std::to_integer<unsigned>(b);
    return {'0', 'x', digits[v >> 4], digits[v & 15]};
  }

  // The stack. Nothing is taken from below the last mark.

  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }

  pickle_node& top(std::size_t below = 0) const {
    if (stack_.size() - floor() <= below) fail("a value on the stack", "none above the last mark");
    return *stack_[stack_.size() - 1 - below];
  }

  pickle_node& pop() {
    auto& n = top();
    stack_.pop_back();
    return n;
  }

  void push(pickle_node* n) { stack_.push_back(n); }

  template<class V>
  void push(kind k, V&& value) {
    push(heap_.make(k, std::forward<V>(value)));
  }

  items pop_to_mark() {
    if (marks_.empty()) fail("a mark on the stack", "none");
    auto const from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    items all(from, stack_.end());
    stack_.erase(from, stack_.end());
    marks_.pop_back();
    return all;
  }

  void tuple_of(std::size_t n) {
    if (n > 0) (void)top(n - 1);
    auto const from = stack_.end() - static_cast<std::ptrdiff_t>(n);
    items all(from, stack_.end());
    stack_.erase(from, stack_.end());
    push(kind::tuple, std::move(all));
  }

  // The memo: a map and not a hash table, since a file chooses the keys.

  void put(std::uint64_t key) { memo_[key] = &top(); }

  void get(std::uint64_t key) {
    auto const found = memo_.find(key);
    if (found == memo_.end()) fail("a value in the memo", in_words("none under ", key));
    push(found->second);
  }

  std::uint64_t key_line() {
    return parse_number<std::uint64_t>(heap_, read_line(heap_), "a number of the memo");
  }

  // Containers.

  items& container(pickle_node& n, kind k) {
    if (n.kind != k) fail(name_of(k), name_of(n.kind));
    return std::get<items>(n.value);
  }

  void extend(kind k, items const& more) {
    auto& all = container(top(), k);
    if (k == kind::dict && more.size() % 2 != 0) fail("a value for each key", "a key alone");
    for (std::size_t i = 0; i < more.size(); i += k == kind::dict ? 2 : 1)
      if (k != kind::list) require_hashable(heap_, *more[i]);
    all.insert(all.end(), more.begin(), more.end());
  }

  void new_container(kind k, items all) {
    push(k, items{});
    extend(k, all);
  }

  // Globals and numbers.

  void global(std::string_view module, std::string_view name) {
    push(find_global(heap_, module, name));
  }

  void global_from_lines() {
    auto const module = read_line(heap_), name = read_line(heap_);
    global(module, name);
  }

  void global_from_stack() {
    auto const name = word(heap_, pop(), "the name of a global");
    auto const module = word(heap_, pop(), "the module of a global");
    global(module, name);
  }

  void integer_line() {
    auto const line = read_line(heap_);
    if (line == "00" || line == "01")
      push(kind::boolean, line == "01");
    else
      push(kind::integer, parse_integer(heap_, line));
  }

  // Protocols and frames.

  void check_protocol(unsigned number) {
    if (number > 5) fail("protocol 0 to 5", in_words("protocol ", number));
  }

  void begin_frame(std::uint64_t n) {
    if (frame_end_ != 0) fail("the end of a frame", "a frame inside it");
    if (n > ~std::uint64_t{0} - in().offset()) fail("the length of a frame", std::to_string(n));
    frame_end_ = n == 0 ? 0 : in().offset() + n;
  }

  void check_frame() {
    if (frame_end_ != 0 && in().offset() > frame_end_)
      fail("a frame that ends between two opcodes", "an opcode across its end");
    if (in().offset() == frame_end_) frame_end_ = 0;
  }

  pickle_node* stop() {
    if (frame_end_ != 0 && in().offset() != frame_end_)
      fail("an opcode inside the frame", "the pickle's end before the frame's");
    if (stack_.size() != 1 || !marks_.empty())
      fail("one value on the stack at the end",
           in_words(stack_.size(), " values and ", marks_.size(), " marks"));
    return stack_.back();
  }

  void step(opcode code);

  heap heap_;
  items stack_;
  std::vector<std::size_t> marks_;
  std::map<std::uint64_t, pickle_node*> memo_;
  std::uint64_t frame_end_ = 0;  // 0: no frame is open
};

}  // namespace tessera::inline TESSERA_ISA::unpickle
