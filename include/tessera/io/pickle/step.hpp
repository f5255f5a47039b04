// SPDX-License-Identifier: BSL-1.0
#pragma once
// What each opcode does: one line each, in the order of the protocols.
// Source: Python's pickletools.

#include <tessera/io/pickle/machine.hpp>

namespace tessera::inline TESSERA_ISA::unpickle {

inline void machine::step(opcode code) {
  using op = opcode;
  auto const number = [&](int bytes) { return read_number(in(), bytes); };
  auto const refuse = [&](std::string const& what) { fail("data only", what); };
  switch (code) {
    // Constants and numbers.
    case op::none:
      return push(kind::none, std::monostate{});
    case op::new_true:
      return push(kind::boolean, true);
    case op::new_false:
      return push(kind::boolean, false);
    case op::integer:
      return integer_line();
    case op::long_line:
      return push(kind::integer, parse_integer(heap_, read_line(heap_)));
    case op::bin_int:
      return push(kind::integer, read_signed(in(), 4));
    case op::bin_int1:
      return push(kind::integer, static_cast<std::int64_t>(number(1)));
    case op::bin_int2:
      return push(kind::integer, static_cast<std::int64_t>(number(2)));
    case op::long1:
      return push(kind::integer, read_long(heap_, static_cast<std::int64_t>(number(1))));
    case op::long4:
      return push(kind::integer, read_long(heap_, read_signed(in(), 4)));
    case op::floating:
      return push(kind::real, parse_number<double>(heap_, read_line(heap_), "a decimal number"));
    case op::bin_float:
      return push(kind::real, read_double(in()));

    // Strings.
    case op::string:
      return push(read_quoted(heap_));
    case op::unicode:
      return push(read_escaped_text(heap_));
    case op::bin_string: {
      auto const n = read_signed(in(), 4);
      if (n < 0) fail("a length that is not negative", std::to_string(n));
      return push(read_bytes(heap_, kind::string8, static_cast<std::uint64_t>(n)));
    }
    case op::short_bin_string:
      return push(read_bytes(heap_, kind::string8, number(1)));
    case op::bin_unicode:
      return push(read_text(heap_, number(4)));
    case op::short_bin_unicode:
      return push(read_text(heap_, number(1)));
    case op::bin_unicode8:
      return push(read_text(heap_, number(8)));
    case op::bin_bytes:
      return push(read_bytes(heap_, kind::bytes, number(4)));
    case op::short_bin_bytes:
      return push(read_bytes(heap_, kind::bytes, number(1)));
    case op::bin_bytes8:
    case op::byte_array8:
      return push(read_bytes(heap_, kind::bytes, number(8)));

    // Containers.
    case op::mark:
      return marks_.push_back(stack_.size());
    case op::empty_tuple:
      return tuple_of(0);
    case op::tuple1:
      return tuple_of(1);
    case op::tuple2:
      return tuple_of(2);
    case op::tuple3:
      return tuple_of(3);
    case op::tuple:
      return push(kind::tuple, pop_to_mark());
    case op::empty_list:
      return push(kind::list, items{});
    case op::list:
      return new_container(kind::list, pop_to_mark());
    case op::append:
      return extend(kind::list, items{&pop()});
    case op::appends:
      return extend(kind::list, pop_to_mark());
    case op::empty_dict:
      return push(kind::dict, items{});
    case op::dict:
      return new_container(kind::dict, pop_to_mark());
    case op::set_item: {
      auto& value = pop();
      auto& key = pop();
      return extend(kind::dict, items{&key, &value});
    }
    case op::set_items:
      return extend(kind::dict, pop_to_mark());
    case op::empty_set:
      return push(kind::set, items{});
    case op::add_items:
      return extend(kind::set, pop_to_mark());
    case op::frozen_set:
      return new_container(kind::frozenset, pop_to_mark());

    // The stack and the memo.
    case op::pop_mark:
      return static_cast<void>(pop_to_mark());
    case op::pop:
      if (!marks_.empty() && marks_.back() == stack_.size()) return marks_.pop_back();
      return static_cast<void>(pop());
    case op::dup:
      return push(&top());
    case op::put:
      return put(key_line());
    case op::bin_put:
      return put(number(1));
    case op::long_bin_put:
      return put(number(4));
    case op::memoize:
      return put(memo_.size());
    case op::get:
      return get(key_line());
    case op::bin_get:
      return get(number(1));
    case op::long_bin_get:
      return get(number(4));

    // Objects: the short list of numpy.hpp.
    case op::global:
      return global_from_lines();
    case op::stack_global:
      return global_from_stack();
    case op::reduce: {
      auto& arguments = pop();
      auto& callable = pop();
      return push(unpickle::reduce(heap_, callable, arguments));
    }
    case op::build: {
      auto& state = pop();
      return unpickle::build(heap_, top(), state);
    }
    case op::instance: {
      auto const module = read_line(heap_), name = read_line(heap_);
      refuse(in_words("an instance of ", short_name(module), ".", short_name(name)));
      return;
    }
    case op::object:
      return refuse("an object to be made (OBJ)");
    case op::new_object:
    case op::new_object_ex:
      return refuse("an object to be made (NEWOBJ)");
    case op::ext1:
    case op::ext2:
    case op::ext4:
      return refuse("a global of the extension registry (EXT)");
    case op::persistent_id:
    case op::bin_persistent_id:
      return refuse("a persistent id, which only its writer can resolve");
    case op::next_buffer:
    case op::read_only_buffer:
      return refuse("a buffer outside the file (NEXT_BUFFER)");

    // The frame around it all.
    case op::protocol:
      return check_protocol(static_cast<unsigned>(number(1)));
    case op::frame:
      return begin_frame(number(8));
    case op::stop:
      return;
  }
  fail("an opcode of protocols 0 to 5",
       in_words("byte ", byte_name(static_cast<std::byte>(static_cast<unsigned char>(code)))));
}

}  // namespace tessera::inline TESSERA_ISA::unpickle
