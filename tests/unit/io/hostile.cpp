// SPDX-License-Identifier: BSL-1.0
// Pickles that were made to hurt: each has to end in one data_error, without code run, stack
// overflowed, memory taken or leaked. The sanitizers watch the same file in a build of their own.

#include "support.hpp"

#include <sys/resource.h>

#include <random>

using namespace support;

namespace {

bytes repeated(bytes const& s, std::size_t n) {
  bytes all;
  for (std::size_t i = 0; i < n; ++i) all += s;
  return all;
}

/// Mebibytes that this process ever had in memory.
long peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

/// Three sets of one image and one label, as protocol 2 has them.
bytes small_mnist(bytes const& label = little(7, 8), std::int64_t labels = 1) {
  auto const images = array({1, 784}, dtype("u1", "|"), string8(bytes(784, '\x33')));
  auto const set = images + array({labels}, dtype("i8", "<"), string8(label)) + "\x86";
  return proto(2) + set + set + set + "\x87.";
}

}  // namespace

TEST_CASE("a global that is not on the list is refused by its name, and not called") {
  scratch_directory const dir;
  auto const trace = dir.path / "called";
  auto const command = string8("touch " + trace.string());
  auto const call = "(" + command + "tR.";
  refuses(global("os", "system") + call, "forbidden global os.system", "globals that build arrays");
  refuses(proto(2) + global("posix", "system") + call, "posix.system");
  refuses(proto(4) + "\x8c\x02os\x8c\x06system\x93" + call, "os.system");
  refuses("(" + command + "ios\nsystem\n.", "an instance of os.system");
  refuses(proto(2) + global("numpy", "load") + call, "numpy.load");
  refuses(proto(2) + global("numpy.core.multiarray", "fromfile") + call, "fromfile");
  refuses(proto(2) + global("__builtin__", "eval") + call, "__builtin__.eval");
  refuses(proto(2) + global("builtins", "getattr") + call, "builtins.getattr");
  refuses(proto(2) + global("copy_reg", "_reconstructor") + call, "copy_reg._reconstructor");
  refuses(proto(2) + global("numpy ", "ndarray") + ".", "forbidden global numpy .ndarray");
  refuses(proto(2) + global("x\x1b[2J", "y") + ".", "x?[2J.y");
  refuses(proto(2) + global(bytes(200, 'm'), bytes(200, 'n')) + ".", "mmm...", "nnn...");
  CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE("objects, extensions, persistent ids and buffers outside the file are refused") {
  auto const dtype_class = global("numpy", "dtype");
  refuses(proto(2) + dtype_class + ")\x81.", "an object to be made (NEWOBJ)");
  refuses(proto(4) + dtype_class + ")}\x92.", "an object to be made (NEWOBJ)");
  refuses(proto(1) + "(" + dtype_class + "o.", "an object to be made (OBJ)");
  refuses(proto(4) + "K\x01\x8c\x06system\x93.", "the module of a global", "an integer");
  refuses(proto(4) + "\x8c\x02os]\x93.", "the name of a global", "a list");
  refuses(proto(2) + "\x82\x01.", "extension registry");
  refuses(proto(2) + raw("\x83\x01\x00."), "extension registry");
  refuses(proto(2) + raw("\x84\x01\x00\x00\x00."), "extension registry");
  refuses("(Pid\n.", "persistent id");
  refuses("(NQ.", "persistent id");
  refuses(proto(5) + "\x97.", "NEXT_BUFFER");
  refuses(proto(5) + "C\x01x\x98.", "NEXT_BUFFER");
}

TEST_CASE("calls and states of the wrong things") {
  auto const two = proto(2);
  refuses(two + "K\x01)R.", "a global to call", "an integer");
  refuses(two + global("numpy", "ndarray") + ")R.", "numpy.ndarray itself");
  refuses(two + global("numpy", "dtype") + ")R.", "arguments of numpy.dtype");
  refuses(two + global("numpy", "dtype") + "]R.", "a tuple of arguments", "a list");
  refuses(two + global("numpy", "dtype") + "K\x01\x85R.", "the name of a dtype", "an integer");
  refuses(two + global("numpy.core.multiarray", "_reconstruct") + ")R.",
          "numpy.ndarray to reconstruct");
  refuses(two + global("numpy.core.multiarray", "scalar") + ")R.", "two arguments of scalar");
  refuses(two + global("numpy.core.multiarray", "scalar") + "NN\x86R.", "a dtype", "None");
  refuses(two + global("numpy.core.numeric", "_frombuffer") + ")R.", "four arguments");
  refuses(two + global("_codecs", "encode") + ")R.", "text and its encoding");
  refuses(two + global("builtins", "set") + "K\x01\x85R.", "the items of a set");
  refuses(two + global("builtins", "set") +
              "(]]a"
              "tR.",
          "a value that can be a key", "a list");
  refuses(two + "](NNtb.", "an array or a dtype", "a list");
  refuses(two + "}}b.", "an array or a dtype", "a dict");
  refuses(two + global("numpy", "dtype") + ")b.", "an array or a dtype", "a global");
  refuses(two + dtype("f4", "<") + "Nb.", "a dtype's state", "None");
  auto const one = array({1}, dtype("u1", "|"), string8("x"));
  refuses(two + one + "Nb.", "an array's state", "None");
  refuses(two + one + "(NNtb.", "4 or 5 items", "2 items");
  refuses(two + one + "(K\x01" + shape({1}) + dtype("u1", "|") + "\x89" + string8("x") + "tb.",
          "an array without data");
  auto const with_state = [&](bytes const& extents, bytes const& fortran) {
    return two + global("numpy.core.multiarray", "_reconstruct") + global("numpy", "ndarray") +
           "K\x00\x85U\x01x\x87R(K\x01"s + extents + dtype("u1", "|") + fortran + string8("x") +
           "tb.";
  };
  CHECK((*parsed(with_state(shape({1}), "\x89"))).array().bytes().size() == 1);
  refuses(with_state("]", "\x89"), "a shape, which is a tuple", "a list");
  refuses(with_state("N\x85", "\x89"), "an integer in a shape", "None");
  refuses(with_state(shape({1}), "N"), "whether the array is in Fortran's order", "None");
  auto const from_buffer = [&](bytes const& order) {
    return two + global("numpy.core.numeric", "_frombuffer") + "(" + string8("x") +
           dtype("u1", "|") + shape({1}) + order + "tR.";
  };
  CHECK((*parsed(from_buffer(text("C")))).array().bytes().size() == 1);
  refuses(from_buffer("N"), "an order of storage", "None");
  refuses(from_buffer(text("A")), "the order of storage C or F", "'A'");
  refuses(two + array({1}, "N", string8("x")) + ".", "a dtype", "None");
  refuses(two + array({1}, dtype("u1", "|"), "K\x01") + ".", "an array's bytes", "an integer");
}

TEST_CASE("an empty or too low stack, marks that are not there, and values left over") {
  for (bytes const ops : {"(a.", "(s.", "(R.", "(b.", "(2.", "(p0\n.", "(q\x01.", "(\x94.",
                          "(\x85.", "(N\x86.", "(NN\x87.", "(\x93.", "(K\x01(a."})
    refuses(ops, "found none");
  for (bytes const ops : {"Nt.", "Nl.", "Nd.", "]e.", "}u.", "N1.", "N\x90.", "N\x91."})
    refuses(ops, "a mark on the stack");
  refuses("NN.", "one value on the stack", "2 values and 0 marks");
  refuses("N(.", "one value", "1 values and 1 marks");
  refuses("(.", "0 values and 1 marks");
  refuses("(0.", "0 values and 0 marks");
  refuses("(t0.", "0 values and 0 marks");
  refuses(
      "(K\x01"
      "d.",
      "a value for each key");
  refuses("NNa.", "a list", "None");
  refuses("NNNs.", "a dict", "None");
  refuses("}]Ns.", "a value that can be a key", "a list");
}

TEST_CASE("what is not a pickle, or more than one") {
  CHECK(refuses("", "a pickle", "an empty file").offset() == 0);
  for (auto const& s :
       std::initializer_list<bytes>{"hello", "\x89PNG", "{\"json\": 1}", "<html>", "PK\x03\x04",
                                    "\0\0\x08\x03"s, "BINARY", "\x93NUMPY"})
    CHECK(refuses(s, "a pickle, plain or packed by gzip").offset() == 0);
  refuses(proto(6) + "N.", "protocol 0 to 5", "protocol 6");
  refuses("(\xff.", "an opcode of protocols 0 to 5", "0xff");
  CHECK(refuses("N.N.", "the end of the data after the pickle").offset() == 2);
  refuses("N.\n", "the end of the data after the pickle");
}

TEST_CASE("lengths that the file does not hold") {
  auto const huge = little(std::uint64_t{1} << 60, 8), large = little(1 << 29, 4);
  for (auto const& ops : {"\x8d" + huge, "\x8e" + huge, "\x96" + huge, "\x95" + huge})
    refuses(proto(5) + ops + "abc", "expected");
  for (auto const& ops : {"T" + large, "X" + large, "B" + large, "\x8e" + little(1 << 29, 8)})
    refuses(proto(5) + ops + "abc", "all the bytes of a string", "the end of the data");
  refuses(proto(5) + "\x8e" + little(~std::uint64_t{0}, 8) + "a", "bytes of strings",
          "18446744073709551615");
}

TEST_CASE("depth costs nothing: no recursion when reading, using or letting go") {
  std::size_t const n = 100'000;
  parsed const tuples(proto(2) + "N" + bytes(n, '\x85') + ".");
  auto v = *tuples;
  for (std::size_t i = 0; i < n; ++i) v = v[0];
  CHECK(v.is_none());
  parsed const lists(bytes(n, ']') + bytes(n - 1, 'a') + ".");
  CHECK((*lists).size() == 1);
  refuses(bytes(n, '('), "an opcode", "the end of the data");
  parsed const marks(bytes(n, '(') + "N" + bytes(n, 't') + ".");
  CHECK((*marks).size() == 1);
}

TEST_CASE("bombs: what a small file may cost is bounded") {
  refuses("(" + bytes(1'100'000, 'N') + "t.", "at most 1048576 steps");
  auto const too_many = [](bytes const& pickle) {
    refused([&] { parsed p(pickle, {.steps = 50'000}); }, "at most 50000 steps");
  };
  std::size_t const n = 60'000;
  too_many("N" + bytes(n, '2'));
  too_many(bytes(n, '('));
  too_many(proto(4) + "N" + bytes(n, '\x94'));
  too_many(proto(4) + repeated("\x95" + little(0, 8), n));
  // Twice the list, again and again: 2^60 values if anyone walked them, 60 lists in memory.
  auto laughs = "]q\x00"s;
  for (int i = 0; i < 60; ++i) laughs += "](h"s + char(i) + "h" + char(i) + "eq" + char(i + 1);
  parsed const shared("(" + laughs + "t.");
  CHECK((*shared).size() == 61);
  // One set copied many times.
  auto const copy = global("builtins", "set") + "h\x01\x85R0";
  too_many(proto(2) + "(" + bytes(10'000, 'N') + "lq\x01" + repeated(copy, 10) + ".");
  // One text encoded many times: gigabytes from a mebibyte. Small ones may be.
  auto const encoded = [&](std::size_t size, std::size_t times) {
    auto const encode = global("_codecs", "encode") + "h\x01h\x02\x86R0";
    return proto(2) + text(bytes(size, 'a')) + "q\x01" + text("latin1") + "q\x02" +
           repeated(encode, times) + "0.";
  };
  refuses(encoded(1 << 20, 2000), "each text encoded once", "more bytes than the file has");
  CHECK((*parsed(encoded(8, 2000))).text().size() == 8);
  refused(
      [] {
        parsed p(
            "(U\x03"
            "abcU\x03"
            "abct.",
            {.bytes = 5});
      },
      "at most 5 bytes", "3 after 3");
  refused([] { parsed p("(NNNt.", {.steps = 3}); }, "at most 3 steps");
}

TEST_CASE("memo keys that a hash table would stumble over") {
  bytes ops = "N";
  for (std::uint64_t i = 0; i < 50'000; ++i) ops += "r" + little(i * 21'001 & 0xffffffff, 4);
  CHECK((*parsed(ops + ".")).is_none());
}

TEST_CASE("a gzip file that unpacks to far more than it is") {
  // Strings that are each allowed, but not together.
  auto const part = bytes(1 << 24, '\0');
  bytes plain = proto(3);
  for (int i = 0; i < 4; ++i) plain += bin_bytes(part) + "0";
  auto const packed = gzipped(plain + "N.");
  CHECK(packed.size() < plain.size() / 500);
  refused(
      [&] {
        tessera::gzip_source in(std::make_unique<tessera::memory_source>(packed, "bomb.gz"));
        tessera::pickle_document d(in, {.bytes = 1 << 25});
      },
      "bomb.gz", "of the unpacked data", "33554432 bytes of strings");
}

TEST_CASE("a small document cut at every byte, or with any byte changed") {
  auto const whole = small_mnist();
  auto const load = [](bytes const& pickle) {
    tessera::memory_source in(pickle, "m.pkl");
    return tessera::read_mnist(in);
  };
  CHECK(load(whole).test.labels(0) == 7);
  CHECK(load(whole).training.images(0, 783) == 51.f / 255);
  bool all_refused = true;
  for (std::size_t n = 0; n < whole.size(); ++n) {
    try {
      load(whole.substr(0, n));
      all_refused = false;
    } catch (tessera::data_error const& e) {
      all_refused = all_refused && e.offset() <= n;
    }
  }
  CHECK(all_refused);

  std::mt19937 random(1);
  int refusals = 0, rounds = 2000;
  for (int i = 0; i < rounds; ++i) {
    auto s = whole;
    // The pixels are most of the document and may be anything: change what stands around them.
    auto const place = [&] {
      auto const at = random() % 800;
      return at < 400 ? at : s.size() - (at - 399);
    };
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      auto const at = place();
      switch (random() % 3) {
        case 0:
          s[at] = static_cast<char>(random());
          break;
        case 1:
          s.erase(at, 1 + random() % 4);
          break;
        default:
          s.insert(at, 1, whole[random() % 400]);
          break;
      }
    }
    try {
      auto const sets = load(s);
      CHECK(sets.training.images.cols() == 784);
    } catch (tessera::data_error const&) {
      ++refusals;
    }
  }
  CHECK(refusals > rounds / 2);
}

TEST_CASE("all of that stayed small") {
  // The largest legitimate thing above is 64 MiB; a believed length would be half a gibibyte and
  // more.
  CHECK(peak_mebibytes() < 900);
}
