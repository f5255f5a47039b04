// SPDX-License-Identifier: BSL-1.0
#pragma once
// The opcodes of pickle protocols 0 to 5. Source: Python's Lib/pickle.py and Lib/pickletools.py.

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA::unpickle {

enum class opcode : unsigned char {
  // protocol 0: text, each argument a line
  mark = '(',
  stop = '.',
  pop = '0',
  pop_mark = '1',
  dup = '2',
  floating = 'F',
  integer = 'I',
  long_line = 'L',
  none = 'N',
  persistent_id = 'P',
  reduce = 'R',
  string = 'S',
  unicode = 'V',
  append = 'a',
  build = 'b',
  global = 'c',
  dict = 'd',
  get = 'g',
  instance = 'i',
  list = 'l',
  put = 'p',
  set_item = 's',
  tuple = 't',
  // protocol 1: binary arguments
  bin_int = 'J',
  bin_int1 = 'K',
  bin_int2 = 'M',
  bin_persistent_id = 'Q',
  bin_string = 'T',
  short_bin_string = 'U',
  bin_unicode = 'X',
  appends = 'e',
  bin_get = 'h',
  long_bin_get = 'j',
  empty_list = ']',
  object = 'o',
  bin_put = 'q',
  long_bin_put = 'r',
  empty_tuple = ')',
  set_items = 'u',
  empty_dict = '}',
  bin_float = 'G',
  // protocol 2
  protocol = 0x80,
  new_object = 0x81,
  ext1 = 0x82,
  ext2 = 0x83,
  ext4 = 0x84,
  tuple1 = 0x85,
  tuple2 = 0x86,
  tuple3 = 0x87,
  new_true = 0x88,
  new_false = 0x89,
  long1 = 0x8a,
  long4 = 0x8b,
  // protocol 3
  bin_bytes = 'B',
  short_bin_bytes = 'C',
  // protocol 4
  short_bin_unicode = 0x8c,
  bin_unicode8 = 0x8d,
  bin_bytes8 = 0x8e,
  empty_set = 0x8f,
  add_items = 0x90,
  frozen_set = 0x91,
  new_object_ex = 0x92,
  stack_global = 0x93,
  memoize = 0x94,
  frame = 0x95,
  // protocol 5
  byte_array8 = 0x96,
  next_buffer = 0x97,
  read_only_buffer = 0x98,
};

}  // namespace tessera::inline TESSERA_ISA::unpickle
