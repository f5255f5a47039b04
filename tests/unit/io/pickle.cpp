// SPDX-License-Identifier: BSL-1.0
// Pickles: each opcode of protocols 0 to 5 that builds data. The bytes are written by hand from
// pickletools, the values from what Python's own `pickle.loads` makes of them.

#include "support.hpp"

#include <cmath>
#include <limits>

using namespace support;
using kind = tessera::pickle_kind;

namespace {

std::int64_t integer(bytes const& ops) {
  return (*parsed(ops + ".")).integer();
}
double real(bytes const& ops) {
  return (*parsed(ops + ".")).real();
}
bytes text_of(bytes const& ops) {
  return (*parsed(ops + ".")).text();
}
kind kind_of(bytes const& ops) {
  return (*parsed(ops + ".")).kind();
}

bytes bytes_of(bytes const& ops) {
  parsed const p(ops + ".");
  auto const b = (*p).bytes();
  return {reinterpret_cast<char const*>(b.data()), b.size()};
}

}  // namespace

TEST_CASE("constants") {
  CHECK((*parsed("N.")).is_none());
  CHECK((*parsed("\x80\x02\x88.")).boolean());
  CHECK_FALSE((*parsed("\x80\x02\x89.")).boolean());
  CHECK((*parsed("I01\n.")).boolean());
  CHECK_FALSE((*parsed("I00\n.")).boolean());
}

TEST_CASE("integers of every spelling") {
  CHECK(integer("I0\n") == 0);
  CHECK(integer("I1\n") == 1);
  CHECK(integer("I-2147483649\n") == -2147483649);
  CHECK(integer("L123L\n") == 123);
  CHECK(integer("L-9223372036854775808L\n") == std::numeric_limits<std::int64_t>::min());
  CHECK(integer("L9223372036854775807\n") == std::numeric_limits<std::int64_t>::max());
  CHECK(integer("K\xff") == 255);
  CHECK(integer("M\x01\x02") == 513);
  CHECK(integer("J\xff\xff\xff\xff") == -1);
  CHECK(integer(raw("J\x00\x00\x00\x80")) == -2147483648LL);
  CHECK(integer(proto(2) + raw("\x8a\x00")) == 0);
  CHECK(integer(proto(2) + "\x8a\x01\xff") == -1);
  CHECK(integer(proto(2) + raw("\x8a\x02\xff\x00")) == 255);
  CHECK(integer(proto(2) + "\x8a\x08" + little(0x7fffffffffffffff, 8)) ==
        std::numeric_limits<std::int64_t>::max());
  CHECK(integer(proto(2) + raw("\x8b\x03\x00\x00\x00\x00\x00\x80")) == -8388608);
}

TEST_CASE("integers that are none, or too large") {
  refuses("I12x\n.", "a decimal integer of 64 bits", "'12x'");
  refuses("I\n.", "a decimal integer");
  refuses("L9223372036854775808L\n.", "64 bits", "9223372036854775808");
  refuses("I0x10\n.", "a decimal integer");
  refuses("L" + bytes(300, '9') + "L\n.", "255 characters");
  refuses(proto(2) + raw("\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x80\x00."), "64 bits", "9 bytes");
  refuses(proto(2) + raw("\x8b\xff\xff\xff\xff."), "64 bits", "-1 bytes");
  refuses(proto(2) + raw("\x8b\xff\xff\xff\x7f."), "2147483647 bytes");
  for (bytes const ops : {"K", "M\x01", "J\x01\x02\x03", "\x8a", "\x8a\x02\x01", "\x8b\x01"})
    refuses(proto(2) + ops, "an opcode's argument", "the end of the data");
}

TEST_CASE("floats") {
  CHECK(real("F0.1\n") == 0.1);
  CHECK(real("F-1e+20\n") == -1e20);
  CHECK(real("Finf\n") == std::numeric_limits<double>::infinity());
  CHECK(std::isnan(real("Fnan\n")));
  CHECK(real("G" + big(std::bit_cast<std::uint64_t>(-1.75), 8)) == -1.75);
  CHECK(std::signbit(real(raw("G\x80\x00\x00\x00\x00\x00\x00\x00"))));
  refuses("Fone\n.", "a decimal number", "'one'");
  refuses(proto(1) + "G1234567", "an opcode's argument", "the end of the data");
}

TEST_CASE("Python 2 strings: bytes, and text by latin-1") {
  CHECK(kind_of("U\x03"
                "abc") == kind::string8);
  CHECK(bytes_of("U\x02\xe9\x00"s) == "\xe9\0"s);
  CHECK(text_of("U\x02\xe9z") == "\xc3\xa9z");
  CHECK(text_of(string8("abc")) == "abc");
  CHECK(bytes_of("S'abc'\n") == "abc");
  CHECK(bytes_of("S\"it's\"\n") == "it's");
  CHECK(bytes_of("S'\\\\ \\' \\\" \\a\\b\\f\\n\\r\\t\\v'\n") == "\\ ' \" \a\b\f\n\r\t\v");
  CHECK(bytes_of("S'\\x00\\xfF\\101\\7\\08'\n") ==
        "\0\xff"
        "A\7\0"
        "8"s);
  CHECK(bytes_of("S''\n") == "");
}

TEST_CASE("strings that are not well formed") {
  refuses("Sabc\n.", "a quoted string");
  refuses("S'abc\n.", "a closing quote");
  refuses("S'abc\"\n.", "a closing quote");
  refuses("S'abc'd\n.", "the end of the line");
  refuses("S'\\xg0'\n.", "a hexadecimal digit");
  refuses("S'\\q'\n.", "an escape sequence");
  refuses("S'abc", "the end of a quoted string", "the end of the data");
  refuses("T" + little(0xffffffff, 4) + ".", "a length that is not negative", "-1");
}

TEST_CASE("text") {
  CHECK(kind_of(text("abc")) == kind::text);
  CHECK(text_of(text("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")) ==
        "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  CHECK(text_of(proto(4) + raw("\x8c\x02hi")) == "hi");
  CHECK(text_of(proto(4) + "\x8d" + little(2, 8) + "hi") == "hi");
  CHECK(text_of("Vabc\n") == "abc");
  CHECK(text_of("V\xe9\\u20ac\\U0001f600\\\\u0041\\n\n") ==
        "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\\\\u0041\\n");
  CHECK(text_of("V\\u005cu0041\n") == "\\u0041");
  CHECK(text_of("Vab\\\n") == "ab\\");
  CHECK(text_of(text("\xed\xa0\x80")) == "\xed\xa0\x80");  // a lone surrogate, as "surrogatepass"
}

TEST_CASE("text that is not") {
  for (auto bad : {"\xff", "\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe2\x82",
                   "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "a\xc3z"})
    refuses(text(bad) + ".", "text in UTF-8");
  refuses("V\\u12g4\n.", "a hexadecimal digit");
  refuses("V\\U00110000\n.", "a code point");
  refuses("Vabc", "a line's end", "the end of the data");
}

TEST_CASE("bytes") {
  CHECK(kind_of(proto(3) + "C\x01z") == kind::bytes);
  CHECK(bytes_of(proto(3) + "C\x02\xff\x00"s) == "\xff\0"s);
  CHECK(bytes_of(proto(3) + bin_bytes("abc")) == "abc");
  CHECK(bytes_of(proto(4) + "\x8e" + little(3, 8) + "abc") == "abc");
  CHECK(bytes_of(proto(5) + "\x96" + little(3, 8) + "abc") == "abc");
  // What Python 3 writes for b'\xe9\x00' and for b'' by protocol 2.
  CHECK(bytes_of(proto(2) + global("_codecs", "encode") + text("\xc3\xa9\0"s) + text("latin1") +
                 "\x86R") == "\xe9\0"s);
  CHECK(bytes_of(proto(2) + global("__builtin__", "bytes") + ")R") == "");
  CHECK(bytes_of(proto(2) + global("__builtin__", "bytearray") + text("\xc3\xbf") +
                 text("latin-1") + "\x86R") == "\xff");
  CHECK(bytes_of(proto(3) + global("builtins", "bytearray") + bin_bytes("xy") + "\x85R") == "xy");
  refuses(proto(2) + global("_codecs", "encode") + text("\xe2\x82\xac") + text("latin1") + "\x86R.",
          "latin-1 characters");
  refuses(proto(2) + global("_codecs", "encode") + text("a") + text("rot13") + "\x86R.", "'rot13'");
  refuses(proto(2) + global("_codecs", "encode") + text("a") + "N\x86R.", "an encoding", "None");
  refuses(proto(2) + global("builtins", "bytes") + bin_int(1 << 30) + "\x85R.", "an integer");
  auto const either = "expected bytes, or text and its encoding, found other arguments";
  refuses(proto(2) + global("builtins", "bytes") + text("a") + "\x85R.", either);
  refuses(proto(2) + global("builtins", "bytes") + bin_bytes("a") + text("latin1") + "\x86R.",
          either);
}

TEST_CASE("tuples, lists, dicts and sets") {
  parsed const tuples(proto(2) + "()K\x01\x85K\x01K\x02\x86K\x01K\x02K\x03\x87(K\x04K\x05tt.");
  REQUIRE((*tuples).size() == 5);
  for (std::size_t n = 0; n < 4; ++n) {
    REQUIRE((*tuples)[n].size() == n);
    for (std::size_t i = 0; i < n; ++i) CHECK((*tuples)[n][i].integer() == std::int64_t(i + 1));
  }
  CHECK((*tuples)[4][1].integer() == 5);

  parsed const lists(
      "(](K\x01K\x02"
      "eK\x03"
      "a(K\x04l]t.");
  CHECK((*lists)[0].size() == 3);
  CHECK((*lists)[0][2].integer() == 3);
  CHECK((*lists)[1][0].integer() == 4);
  CHECK((*lists)[2].size() == 0);

  parsed const dict(
      "}(U\x01"
      "aK\x01V"
      "b\nK\x02uU\x01"
      "aK\x03s.");
  CHECK((*dict).kind() == kind::dict);
  CHECK((*dict).size() == 3);
  CHECK((*dict).find("a")->integer() == 3);  // the last one wins, as in Python
  CHECK((*dict).find("b")->integer() == 2);
  CHECK_FALSE((*dict).find("c"));
  CHECK((*dict).entry(0).second.integer() == 1);
  CHECK((*dict).entry(2).second.integer() == 3);
  refused([&] { (*dict).entry(3); }, "entry 3", "3 entries");
  CHECK((*parsed("(K\x01Nd.")).entry(0).first.integer() == 1);

  parsed const sets(proto(4) + "\x8f(K\x01K\x02\x90.");
  CHECK((*sets).kind() == kind::set);
  CHECK((*sets)[1].integer() == 2);
  parsed const frozen(proto(4) + "(K\x07\x91.");
  CHECK((*frozen).kind() == kind::frozenset);
  CHECK((*frozen)[0].integer() == 7);
  parsed const old(global("__builtin__", "set") + "((K\x01lt" + "R.");
  CHECK((*old).kind() == kind::set);
  CHECK((*old)[0].integer() == 1);
}

TEST_CASE("the memo: every spelling of put and get") {
  parsed const p(proto(4) + "(K\x01p7\nK\x02q\x08K\x03r" + little(70000, 4) + "K\x04\x94" +
                 "g7\nh\x08j" + little(70000, 4) + "h\x03t.");
  std::int64_t const expected[] = {1, 2, 3, 4, 1, 2, 3, 4};
  REQUIRE((*p).size() == 8);
  for (std::size_t i = 0; i < 8; ++i) CHECK((*p)[i].integer() == expected[i]);
  refuses("(h\x05t.", "a value in the memo", "none under 5");
  refuses("(g5\nt.", "none under 5");
  refuses("(gx\nt.", "a number of the memo");
  refuses("(K\x01p-1\nt.", "a number of the memo");
}

TEST_CASE("the stack: pop, dup, pop to a mark") {
  CHECK(integer("K\x01K\x02"
                "0") == 1);
  CHECK(integer("K\x01(0") == 1);
  CHECK(integer("K\x01(K\x02K\x03"
                "1") == 1);
  parsed const p(
      "(K\x01"
      "2t.");
  CHECK((*p)[1].integer() == 1);
}

TEST_CASE("a value is shared, and may hold itself") {
  parsed const p(
      "]q\x01h\x01"
      "a.");
  CHECK((*p)[0][0][0].size() == 1);
  parsed const t(
      "(]q\x01(h\x01tq\x02"
      "0h\x01h\x02"
      "a0h\x02t.");
  CHECK((*t)[0].size() == 1);
}

TEST_CASE("frames hold whole opcodes") {
  CHECK(integer(proto(4) + "\x95" + little(2, 8) + "K\x05") == 5);
  CHECK(integer(proto(4) + "\x95" + little(0, 8) + "K\x05") == 5);
  parsed const two(proto(4) + "\x95" + little(3, 8) + "(K\x05\x95" + little(2, 8) + "t.");
  CHECK((*two)[0].integer() == 5);
  refuses(proto(4) + "\x95" + little(1, 8) + "K\x05.", "an opcode across its end");
  refuses(proto(4) + "\x95" + little(20, 8) + "\x95" + little(3, 8) + "K\x05.",
          "a frame inside it");
  refuses(proto(4) + "\x95" + little(20, 8) + "K\x05.", "the pickle's end before the frame's");
  refuses(proto(4) + "\x95" + little(~std::uint64_t{0}, 8) + "K\x05.", "the length of a frame");
}

TEST_CASE("an accessor of another kind is refused, at the value") {
  parsed const p("(K\x01U\x01xNt.");
  auto const e =
      refused([&] { (*p)[1].integer(); }, "expected an integer", "found a Python 2 string");
  CHECK(e.offset() == 3);
  refused([&] { (*p)[2].real(); }, "expected a float", "found None");
  refused([&] { (*p)[0].text(); }, "expected text", "found an integer");
  refused([&] { (*p)[0].array(); }, "expected an array");
  refused([&] { (*p)[0].size(); }, "expected a tuple");
  refused([&] { (*p)[3]; }, "expected item 3", "found 3 items");
  refused([&] { (*p).entry(0); }, "expected a dict");
}
