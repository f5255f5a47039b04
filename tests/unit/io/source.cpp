// SPDX-License-Identifier: BSL-1.0
// Files and gzip streams: what they unpack to, and how damage is reported.

#include "support.hpp"

#include <unistd.h>

using namespace support;
using tessera::counted_in;

namespace {

bytes unpack(bytes const& packed, std::size_t step = 1 << 20) {
  tessera::gzip_source in(std::make_unique<tessera::memory_source>(packed, "x.gz"));
  bytes all;
  std::vector<std::byte> part(step);
  for (std::size_t n; (n = in.read(part.data(), step)) != 0;)
    all.append(reinterpret_cast<char const*>(part.data()), n);
  CHECK(in.offset() == all.size());
  return all;
}

/// Compressible, but not a repetition: 300,000 bytes span several chunks.
bytes sample(std::size_t n = 300'000) {
  bytes s(n, '\0');
  std::uint32_t x = 1;
  for (auto& c : s) {
    x = x * 1664525 + 1013904223;
    c = static_cast<char>('a' + (x >> 28));
  }
  return s;
}

// "hello" by gzip 1.12, -n: written down from its output, not ours.
bytes const hello =
    raw("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05"
        "\x00\x00\x00");

}  // namespace

TEST_CASE("a gzip stream unpacks, whatever the size of the reads") {
  CHECK(unpack(hello) == "hello");
  auto const plain = sample();
  auto const packed = gzipped(plain);
  CHECK(packed.size() < plain.size());
  for (std::size_t step :
       {std::size_t{1}, std::size_t{7}, std::size_t{65536}, std::size_t{1} << 20})
    CHECK(unpack(packed, step) == plain);
}

TEST_CASE("members follow one another, empty ones too") {
  CHECK(unpack(hello + gzipped("") + gzipped(", world") + gzipped("")) == "hello, world");
  CHECK(unpack(gzipped("")) == "");
}

TEST_CASE("optional fields of the header are passed over") {
  // FEXTRA, FNAME and FCOMMENT of RFC 1952, then hello's deflate data and trailer.
  auto const fields = raw("\x1f\x8b\x08\x1c\x00\x00\x00\x00\x00\x03\x02\x00zzname\x00why\x00");
  CHECK(unpack(fields + hello.substr(10)) == "hello");
}

TEST_CASE("a gzip stream that is cut anywhere is refused, at the cut") {
  auto const packed = gzipped(sample(600));
  for (std::size_t n = 0; n < packed.size(); ++n) {
    auto const e = refused([&] { unpack(packed.substr(0, n)); }, "x.gz", "of the compressed file",
                           "the end of the file");
    CHECK(e.offset() == n);
    CHECK(e.offset_counts() == counted_in::compressed_file);
  }
}

TEST_CASE("damage is found by the checksum, the length or the code") {
  auto const n = hello.size();
  auto flipped = [&](std::size_t at) {
    auto s = hello;
    s[at] = static_cast<char>(s[at] ^ 1);
    return s;
  };
  refused([&] { unpack(flipped(0)); }, "at byte", "incorrect header check");
  refused([&] { unpack(flipped(2)); }, "unknown compression method");
  refused([&] { unpack(flipped(12)); }, "intact gzip data");
  refused([&] { unpack(flipped(n - 8)); }, "incorrect data check");
  refused([&] { unpack(flipped(n - 1)); }, "incorrect length check");
}

TEST_CASE("nothing but a member may follow a member") {
  auto const e = refused([] { unpack(hello + "x"); }, "another gzip member");
  CHECK(e.offset() == hello.size());
  refused([] { unpack(hello + raw("\0\0\0\0")); }, "another gzip member");
  refused([] { unpack(hello + "\x1fx"); }, "incorrect header check");
  refused([] { unpack(hello + "\x1f"); }, "the end of the file");
}

TEST_CASE("a source is plain or gzip by its first two bytes") {
  scratch_directory const dir;
  auto const content = [](std::filesystem::path const& path) {
    auto const in = tessera::open_source(path);
    bytes s(100, '\0');
    s.resize(in->read(reinterpret_cast<std::byte*>(s.data()), s.size()));
    return s;
  };
  CHECK(content(dir.write("packed", hello)) == "hello");
  CHECK(content(dir.write("plain", "hello")) == "hello");
  CHECK(content(dir.write("short", "\x1f")) == "\x1f");
  CHECK(content(dir.write("empty", "")) == "");
}

TEST_CASE("what cannot be read is refused with the system's reason") {
  scratch_directory const dir;
  refused([&] { tessera::open_source(dir.path / "none"); }, "none", "a readable file",
          "No such file or directory");
  refused([&] { tessera::open_source(dir.path); }, dir.path.string(), "Is a directory");
  refused([&] { tessera::open_source(dir.write("file", "x") / "below"); }, "Not a directory");
  auto const secret = dir.write("secret", "x");
  std::filesystem::permissions(secret, std::filesystem::perms::none);
  if (geteuid() == 0)
    CHECK(tessera::open_source(secret)->window().size() == 1);  // root reads all
  else
    refused([&] { tessera::open_source(secret); }, "Permission denied");
}

TEST_CASE("a source knows its place, and refuses to go beyond its end") {
  tessera::memory_source in("abcdef", "m");
  std::byte two[2];
  in.exactly(two, 2, "two bytes");
  CHECK(in.offset() == 2);
  CHECK(in.next("a byte") == 'c');
  refused([&] { in.expect_end("three"); }, "the end of the data after three");
  auto const e = refused([&] { in.payload(4, "four bytes"); }, "four bytes", "the end of the data");
  CHECK(e.offset() == 6);
  CHECK(e.offset_counts() == counted_in::file);
  in.expect_end("six");
  refused([&] { in.next("a seventh byte"); }, "a seventh byte");
}

TEST_CASE("memory grows with the bytes that arrive, not with the length that is declared") {
  tessera::memory_source in("abc", "m");
  refused([&] { in.payload(std::uint64_t{1} << 60, "a lot"); }, "a lot");
  auto const large = sample(5'000'000);
  tessera::memory_source more(large, "m");
  CHECK(more.payload(large.size(), "all").text() == large);
  more.expect_end("it");
}
