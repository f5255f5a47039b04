// SPDX-License-Identifier: BSL-1.0
#pragma once
// Builders of pickles, opcode by opcode, of gzip members and of files, and the check that bad ones
// are refused.

#define DOCTEST_CONFIG_SUPER_FAST_ASSERTS  // a call per assertion, or the build takes minutes
#include <doctest/doctest.h>
#include <zlib.h>

#include <bit>
#include <fstream>
#include <string>
#include <vector>

#include <tessera/io/mnist.hpp>

namespace support {

using bytes = std::string;
using namespace std::string_literals;

/// A literal that may hold zeros.
template<std::size_t N>
bytes raw(char const (&s)[N]) {
  return bytes(s, N - 1);
}

inline bytes little(std::uint64_t v, int n) {
  bytes s;
  for (int i = 0; i < n; ++i) s += static_cast<char>(v >> (8 * i) & 0xff);
  return s;
}

inline bytes big(std::uint64_t v, int n) {
  bytes const s = little(v, n);
  return {s.rbegin(), s.rend()};
}

// Opcodes with their arguments.
inline bytes proto(int n) {
  return "\x80"s + static_cast<char>(n);
}
inline bytes global(bytes const& module, bytes const& name) {
  return "c" + module + "\n" + name + "\n";
}
inline bytes bin_int(std::int64_t v) {
  return "J" + little(static_cast<std::uint64_t>(v), 4);
}
inline bytes long1(std::int64_t v) {
  return "\x8a\x08" + little(static_cast<std::uint64_t>(v), 8);
}
inline bytes string8(bytes const& s) {
  return "T" + little(s.size(), 4) + s;
}
inline bytes bin_bytes(bytes const& s) {
  return "B" + little(s.size(), 4) + s;
}
inline bytes text(bytes const& utf8) {
  return "X" + little(utf8.size(), 4) + utf8;
}

inline bytes shape(std::vector<std::int64_t> const& extents) {
  bytes s = "(";
  for (auto n : extents) s += long1(n);
  return s + "t";
}

inline bytes dtype(bytes const& name, bytes const& order) {
  return global("numpy", "dtype") + "(" + string8(name) + "K\x00K\x01tR"s + "(K\x03" +
         string8(order) + "NNN" + bin_int(-1) + bin_int(-1) + "K\x00tb"s;
}

/// An array as NumPy 1 pickles it; `payload` is an opcode that pushes the bytes.
inline bytes array(std::vector<std::int64_t> const& extents, bytes const& dtype_ops,
                   bytes const& payload, bool fortran = false) {
  return global("numpy.core.multiarray", "_reconstruct") + global("numpy", "ndarray") +
         "K\x00\x85U\x01"s + "b\x87R(K\x01" + shape(extents) + dtype_ops +
         (fortran ? "\x88" : "\x89") + payload + "tb";
}

/// The bytes of numbers, each by `put(number, sizeof(T))`.
template<class T>
bytes stored(std::vector<T> const& values, bytes (*put)(std::uint64_t, int) = little) {
  bytes s;
  for (T v : values) {
    if constexpr (std::is_same_v<T, float>)
      s += put(std::bit_cast<std::uint32_t>(v), 4);
    else if constexpr (std::is_same_v<T, double>)
      s += put(std::bit_cast<std::uint64_t>(v), 8);
    else
      s += put(static_cast<std::uint64_t>(v), sizeof(T));
  }
  return s;
}

/// One gzip member.
inline bytes gzipped(bytes const& plain) {
  z_stream z{};
  REQUIRE(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  bytes packed(deflateBound(&z, plain.size()) + 32, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  z.avail_in = static_cast<uInt>(plain.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  packed.resize(packed.size() - z.avail_out);
  deflateEnd(&z);
  return packed;
}

/// A directory of this process alone, gone at the end of its scope.
struct scratch_directory {
  std::filesystem::path path;

  scratch_directory() {
    auto name = (std::filesystem::temp_directory_path() / "tessera-io-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  scratch_directory(scratch_directory const&) = delete;
  ~scratch_directory() { std::filesystem::remove_all(path); }

  std::filesystem::path write(char const* name, bytes const& content) const {
    std::ofstream(path / name, std::ios::binary) << content;
    return path / name;
  }
};

/// The whole file.
inline bytes slurp(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What `f()` throws: it has to be a data_error, whose sentence has to hold each of `words`.
template<class F, class... Words>
tessera::data_error refused(F&& f, Words const&... words) {
  try {
    f();
  } catch (tessera::data_error const& e) {
    bytes const what = e.what();
    CAPTURE(what);
    CHECK(what.find(": at byte " + std::to_string(e.offset())) != bytes::npos);
    CHECK(what.find(": expected ") != bytes::npos);
    CHECK(what.find(e.path().string()) == 0);
    for (std::string_view word : std::initializer_list<std::string_view>{words...}) {
      CAPTURE(word);
      CHECK(what.find(word) != bytes::npos);
    }
    return e;
  }
  FAIL("nothing was thrown");
  std::abort();  // FAIL throws
}

/// A pickle that lies in memory.
struct parsed {
  tessera::memory_source source;
  tessera::pickle_document document;

  explicit parsed(bytes const& pickle, tessera::pickle_limits limits = {})
      : source(pickle), document(source, limits) {}
  tessera::pickle_value operator*() const { return document.root(); }
};

template<class... Words>
tessera::data_error refuses(bytes const& pickle, Words const&... words) {
  return refused([&] { parsed p(pickle); }, words...);
}

}  // namespace support
