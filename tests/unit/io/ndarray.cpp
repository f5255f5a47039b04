// SPDX-License-Identifier: BSL-1.0
// NumPy's arrays: element types, both orders of bytes and of storage, and the ways in which Pythons
// and NumPys spell them. The values are chosen here; their bytes are written by shifts.

#include "support.hpp"

using namespace support;
using tessera::index_t;

namespace {

/// { {1, 2, 3}, {4, 5, 6} } in the order of storage asked for.
template<class T>
std::vector<T> two_by_three(bool fortran) {
  return fortran ? std::vector<T>{1, 4, 2, 5, 3, 6} : std::vector<T>{1, 2, 3, 4, 5, 6};
}

template<class T>
void check_two_by_three(tessera::ndarray const& a) {
  CHECK(a.shape() == std::vector<index_t>{2, 3});
  auto const m = a.to_matrix<T>();
  REQUIRE(m.rows() == 2);
  REQUIRE(m.cols() == 3);
  for (index_t i = 0; i < 2; ++i)
    for (index_t j = 0; j < 3; ++j) CHECK(m(i, j) == T(3 * i + j + 1));
}

bytes const numbers = stored<float>({1, 2, 3, 4, 5, 6});

}  // namespace

TEST_CASE_TEMPLATE("every element type, order of bytes and order of storage", T, float, double,
                   std::uint8_t, std::int64_t) {
  bytes const name = std::is_same_v<T, float>    ? "f4"
                     : std::is_same_v<T, double> ? "f8"
                     : sizeof(T) == 1            ? "u1"
                                                 : "i8";
  bool const little_here = std::endian::native == std::endian::little;
  for (bool fortran : {false, true})
    for (char order : {'<', '>', '=', '|'}) {
      CAPTURE(order);
      CAPTURE(fortran);
      bool const is_big = order == '>' || (order != '<' && !little_here);
      auto const payload = stored(two_by_three<T>(fortran), is_big ? big : little);
      parsed const p(proto(2) + array({2, 3}, dtype(name, {order}), string8(payload), fortran) +
                     ".");
      auto const& a = (*p).array();
      CHECK(a.fortran_order() == fortran);
      CHECK(a.bytes().size() == 6 * sizeof(T));
      check_two_by_three<T>(a);
      check_two_by_three<float>(a);
      check_two_by_three<double>(a);
      if (std::is_integral_v<T>)
        check_two_by_three<std::int32_t>(a);
      else
        refused([&] { a.to_matrix<std::int64_t>(); }, "an array of integers",
                name_of(a.type().type));
    }
}

TEST_CASE("an array of more rows than a block, in Fortran's order") {
  constexpr index_t rows = 150, cols = 7;
  std::vector<std::int64_t> values;
  for (index_t j = 0; j < cols; ++j)
    for (index_t i = 0; i < rows; ++i) values.push_back(1000 * i + j);
  parsed const p(proto(2) +
                 array({rows, cols}, dtype("i8", ">"), string8(stored(values, big)), true) + ".");
  auto const m = (*p).array().to_matrix<std::int64_t>();
  bool all = true;
  for (index_t i = 0; i < rows; ++i)
    for (index_t j = 0; j < cols; ++j) all = all && m(i, j) == 1000 * i + j;
  CHECK(all);
}

TEST_CASE("the order of bytes in the name, and no state at all") {
  auto const named = [](bytes const& name, bytes const& payload) {
    auto const d = global("numpy", "dtype") + "(" + string8(name) + "K\x00K\x01tR"s;
    return proto(2) + array({2, 3}, d, string8(payload)) + ".";
  };
  auto const values = two_by_three<double>(false);
  check_two_by_three<double>((*parsed(named(">f8", stored(values, big)))).array());
  check_two_by_three<double>((*parsed(named("<f8", stored(values, little)))).array());
}

TEST_CASE("a dtype's state, of every length that NumPy has written") {
  auto const with_state = [](bytes const& state) {
    auto const d = global("numpy", "dtype") +
                   "(U\x02"
                   "f4K\x00K\x01tR("s +
                   state + "tb";
    return proto(2) + array({2, 3}, d, string8(stored(two_by_three<float>(false), big))) + ".";
  };
  auto const minus = bin_int(-1);
  for (auto const& state :
       {"U\x01>NN" + minus + minus, "K\x01U\x01>NN" + minus + minus,
        "K\x02U\x01>NNN" + minus + minus, "K\x03U\x01>NNN" + minus + minus + "K\x00"s,
        "K\x04U\x01>NNN" + minus + minus + "K\x00N"s})
    check_two_by_three<float>((*parsed(with_state(state))).array());
  refuses(with_state("K\x03U\x01>"), "5 to 9 items", "2 items");
  refuses(with_state("K\x03U\x01!NNN" + minus + minus + "K\x00"s), "a byte order", "'!'");
  refuses(with_state("K\x03K\x01NNN" + minus + minus + "K\x00"s), "a byte order", "an integer");
  refuses(with_state("K\x03U\x01>N)N" + minus + minus + "K\x00"s), "plain numbers");
}

TEST_CASE("payloads: bytes, Python 2 strings, text through latin-1, bytearrays") {
  auto const value = two_by_three<std::uint8_t>(false);
  auto const payload = stored(value);
  auto const encode = global("_codecs", "encode") + text(payload) + text("latin1") + "\x86R";
  for (auto const& ops :
       {string8(payload), bin_bytes(payload), encode, text(payload),
        bytes("S'\\x01\\x02\\x03\\x04\\x05\\x06'\n"), "\x96" + little(payload.size(), 8) + payload})
    check_two_by_three<std::uint8_t>(
        (*parsed(proto(5) + array({2, 3}, dtype("u1", "|"), ops) + ".")).array());
}

TEST_CASE("NumPy 2's names, protocol 4's globals, protocol 5's buffers") {
  auto const stacked = [](bytes const& module, bytes const& name) {
    return "\x8c" + little(module.size(), 1) + module + "\x8c" + little(name.size(), 1) + name +
           "\x93";
  };
  for (auto const* core : {"numpy.core", "numpy._core"}) {
    auto const dtype_ops = dtype("f4", "<");
    auto const reconstructed = stacked(core + ".multiarray"s, "_reconstruct") +
                               stacked("numpy", "ndarray") + "K\x00\x85"s + "C\x01" +
                               "b\x87R(K\x01" + shape({2, 3}) + dtype_ops + "\x89" +
                               bin_bytes(numbers) + "tb";
    check_two_by_three<float>((*parsed(proto(4) + reconstructed + ".")).array());
    for (bool fortran : {false, true}) {
      auto const payload = stored(two_by_three<float>(fortran));
      auto const buffer = stacked(core + ".numeric"s, "_frombuffer") + "(\x96" +
                          little(payload.size(), 8) + payload + dtype_ops + shape({2, 3}) +
                          "\x8c\x01" + (fortran ? "F" : "C") + "tR";
      check_two_by_three<float>((*parsed(proto(5) + buffer + ".")).array());
    }
  }
}

TEST_CASE("the state of an array before NumPy had versions") {
  auto const ops = global("numpy.core.multiarray", "_reconstruct") + global("numpy", "ndarray") +
                   "K\x00\x85U\x01"
                   "b\x87R("s +
                   shape({6}) + dtype("f4", "<") + "I00\n" + string8(numbers) + "tb";
  parsed const p(proto(2) + ops + ".");
  auto const v = (*p).array().to_vector<double>();
  REQUIRE(v.rows() == 6);
  for (index_t i = 0; i < 6; ++i) CHECK(v(i) == double(i + 1));
}

TEST_CASE("scalars are numbers") {
  auto const scalar = [](bytes const& d, bytes const& payload) {
    return proto(2) + global("numpy.core.multiarray", "scalar") + d + string8(payload) + "\x86R.";
  };
  CHECK((*parsed(scalar(dtype("f8", ">"), stored<double>({-2.5}, big)))).real() == -2.5);
  CHECK((*parsed(scalar(dtype("f4", "<"), stored<float>({0.5f})))).real() == 0.5);
  CHECK((*parsed(scalar(dtype("i8", "<"), stored<std::int64_t>({-7})))).integer() == -7);
  CHECK((*parsed(scalar(dtype("u1", "|"), "\xfe"))).integer() == 254);
  refuses(scalar(dtype("f8", "<"), "1234567"), "8 bytes", "7");
}

TEST_CASE("arrays of no elements, of one, and of other ranks") {
  auto const f4 = dtype("f4", "<");
  parsed const none(proto(2) + array({0, 784}, f4, string8("")) + ".");
  CHECK((*none).array().to_matrix<float>().cols() == 784);
  CHECK((*none).array().to_matrix<float>().rows() == 0);
  parsed const one(proto(2) + array({1, 1}, f4, string8(stored<float>({9}))) + ".");
  CHECK((*one).array().to_matrix<float>()(0, 0) == 9);
  refused([&] { (*one).array().to_vector<float>(); }, "rank 1", "float32 (1, 1)");
  parsed const cube(proto(2) + array({1, 2, 3}, f4, string8(numbers)) + ".");
  refused([&] { (*cube).array().to_matrix<float>(); }, "rank 2", "float32 (1, 2, 3)");
  check_two_by_three<float>((*cube).array().reshaped({2, 3}));
  refused([&] { (*cube).array().reshaped({7}); }, "28 bytes", "24");
  refused([&] { (*cube).array().reshaped(std::vector<index_t>(65, 1)); },
          "an array of rank 64 at most", "rank 65");
  parsed const point(proto(2) + array({}, f4, string8(stored<float>({1}))) + ".");
  CHECK((*point).array().shape().empty());
}

TEST_CASE("numbers that do not fit are refused, not cut") {
  auto const ops = array({2}, dtype("i8", "<"), string8(stored<std::int64_t>({255, 256})));
  parsed const p(proto(2) + ops + ".");
  CHECK((*p).array().to_vector<std::int16_t>()(1) == 256);
  refused([&] { (*p).array().to_vector<std::uint8_t>(); }, "fit in 8 bits", "256");
}

TEST_CASE("shapes that are absurd, before anything is allocated") {
  auto const f8 = dtype("f8", "<");
  auto const refuse = [&](std::vector<std::int64_t> const& extents, auto const&... words) {
    refuses(proto(2) + array(extents, f8, string8("12345678")) + ".", words...);
  };
  std::int64_t const huge = std::int64_t{1} << 62;
  refuse({-1}, "not negative", "(-1,)");
  refuse({-1, -1}, "not negative");
  refuse({huge, huge}, "an array that fits in memory");
  refuse({huge, 4}, "an array that fits in memory");  // 2^64 elements: zero, if it wrapped
  refuse({std::int64_t{1} << 61}, "an array that fits in memory");  // 2^64 bytes
  refuse({0, huge, huge}, "an array that fits in memory");
  refuse({std::int64_t{1} << 40}, "8796093022208 bytes", "found 8");
  refuse({2}, "16 bytes", "found 8");
  refuse({0}, "0 bytes", "found 8");
  refuse(std::vector<std::int64_t>(65, 1), "64 extents", "65");
  refuses(proto(2) + array({1}, f8, string8("1234567")) + ".", "8 bytes", "found 7");
}

TEST_CASE("dtypes that are not on the list") {
  for (bytes const name :
       {"O8", "O", "S5", "U3", "i4", "f2", "c16", "b1", "V8", "M8", "", "<", "f44"})
    refuses(proto(2) + array({1}, dtype(name, "|"), string8("x")) + ".",
            "float32, float64, uint8 or int64", "dtype '" + name + "'");
  refuses(proto(2) + array({1}, dtype("f4", "|"), "]") + ".", "an array's bytes",
          "a list of objects");
}

TEST_CASE("an array that never got its data") {
  parsed const p(proto(2) + global("numpy.core.multiarray", "_reconstruct") +
                 global("numpy", "ndarray") +
                 "K\x00\x85U\x01"
                 "b\x87R."s);
  refused([&] { (*p).array(); }, "never given its data");
}
