// SPDX-License-Identifier: BSL-1.0
// Checks the documents that make_pickles.py wrote, one file an argument. It fails where any value
// differs, or where there is no file to check.

#include <cstdio>
#include <cstdlib>
#include <limits>

#include <tessera/io/pickle.hpp>

using kind = tessera::pickle_kind;
using tessera::pickle_value;

#define REQUIRE(...) require(__VA_ARGS__, #__VA_ARGS__, __LINE__)

static void require(bool holds, char const* condition, int line) {
  if (holds) return;
  std::printf("line %d: %s is false\n", line, condition);
  std::exit(1);
}

static double expected(std::string const& code, double k) {
  if (code[0] == 'f') return 0.25 * k - 1;
  return code[0] == 'u' ? double(int(17 * k) % 256) : k * 1e15 - 7;
}

static void check_arrays(pickle_value arrays) {
  REQUIRE(arrays.size() == 14);
  for (std::size_t n = 0; n < arrays.size(); ++n) {
    auto const code = arrays[n][0].text();
    auto const& a = arrays[n][1].array();
    REQUIRE(a.type().item_bytes() == std::size_t(code[1] - '0'));
    REQUIRE(a.shape() == std::vector<tessera::index_t>{5, 3});
    auto const m = a.to_matrix<double>();
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 3; ++j) REQUIRE(m(i, j) == expected(code, 3 * i + j));
  }
}

static void check_bytes(pickle_value v, std::size_t n) {
  auto const b = v.bytes();
  REQUIRE(b.size() == n);
  for (std::size_t i = 0; i < n; ++i) REQUIRE(std::to_integer<std::size_t>(b[i]) == i % 256);
}

static void check(pickle_value d) {
  auto const at = [&](char const* key) { return d.find(key).value(); };
  check_arrays(at("arrays"));
  REQUIRE(at("half").real() == 0.5);
  check_bytes(at("bytes"), 256);
  check_bytes(at("long bytes"), 256 * 300);
  check_bytes(at("bytearray"), 256);
  check_bytes(at("no bytes"), 0);
  // A narrow Python 2 wrote the last character but five as two surrogates in protocol 0.
  auto const text = at("text").text();
  std::string const tail(" \\u0041 \n\r\0", 11);
  REQUIRE(text.starts_with("\xc3\xa9 \xe2\x82\xac ") && text.ends_with(tail));
  auto const face = text.substr(7, text.size() - 7 - tail.size());
  REQUIRE(face == "\xf0\x9f\x98\x80" || face == "\xed\xa0\xbd\xed\xb8\x80");

  std::int64_t const least = std::numeric_limits<std::int64_t>::min();
  std::int64_t const integers[] = {0,     1,           -1,         255,   256,         65535,
                                   65536, -2147483648, 2147483648, least, -(least + 1)};
  REQUIRE(at("integers").size() == std::size(integers));
  for (std::size_t i = 0; i < std::size(integers); ++i)
    REQUIRE(at("integers")[i].integer() == integers[i]);
  REQUIRE(at("floats")[0].real() == 0.1);
  REQUIRE(at("floats")[1].real() == -1e300);
  REQUIRE(at("floats")[2].real() == std::numeric_limits<double>::infinity());
  REQUIRE(at("constants")[0].boolean() && !at("constants")[1].boolean() &&
          at("constants")[2].is_none());
  REQUIRE(at("set").kind() == kind::set && at("set").size() == 3);
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < 3; ++i) sum += at("set")[i].integer();
  REQUIRE(sum == 6);
  REQUIRE(at("frozenset").kind() == kind::frozenset && at("frozenset")[0].integer() == 4);
  REQUIRE(at("shared")[0][2].integer() == 3 && at("shared")[1][2].integer() == 3);
  auto nested = at("nested");
  for (int i = 0; i < 50; ++i) nested = nested[0];
  REQUIRE(nested.is_none());
  REQUIRE(at("many").size() == 3000);
  for (std::size_t i = 0; i < 3000; ++i) REQUIRE(at("many")[i].integer() == std::int64_t(i));
}

int main(int count, char** names) {
  REQUIRE(count > 1);
  for (int i = 1; i < count; ++i) {
    try {
      auto const document = tessera::load_pickle(names[i]);
      check(document.root());
    } catch (std::exception const& e) {
      std::printf("%s\n", e.what());
      return 1;
    }
  }
}
