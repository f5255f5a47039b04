// SPDX-License-Identifier: BSL-1.0
// Aligned memory: where it begins, that all of it can be written, and that nothing beside it can.

#include <doctest/doctest.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

#include <tessera/storage/aligned.hpp>
#include <tessera/tessera.hpp>

using namespace tessera;

TEST_CASE("aligned memory is aligned, and all of it is there") {
  // The last two have room for large pages.
  for (std::size_t const bytes : {1u, 8u, 63u, 64u, 65u, 4096u, 200'000u, 6u << 20, (9u << 20) + 7})
    for (std::size_t const alignment : {16u, 64u, 128u, 4096u}) {
      CAPTURE(bytes);
      CAPTURE(alignment);
      std::vector<unsigned char*> all;
      for (int i = 0; i < 4; ++i) {
        errno = 0;
        auto* const p = static_cast<unsigned char*>(allocate_aligned(bytes, alignment));
        CHECK(errno == 0);
        CHECK(reinterpret_cast<std::uintptr_t>(p) % alignment == 0);
        std::memset(p, i + 1, bytes);
        all.push_back(p);
      }
      for (int i = 0; i < 4; ++i) {
        unsigned char const* const p = all[std::size_t(i)];
        CHECK(p[0] == i + 1);
        CHECK(p[bytes - 1] == i + 1);
#if defined(ASAN_POISON_MEMORY_REGION)
        CHECK(__asan_address_is_poisoned(p - 1) == 1);
        CHECK(__asan_address_is_poisoned(p + bytes - 1) == 0);
        CHECK(__asan_address_is_poisoned(p + bytes) == 1);
#endif
        free_aligned(all[std::size_t(i)]);
      }
    }
  free_aligned(nullptr);
}

TEST_CASE("what is allocated in a row does not begin some lines further in its page") {
  // Each behind a header of 16 bytes: an allocator may put them anywhere, but one behind the other
  // is the usual case.
  for (std::size_t bytes = 2032; bytes < 40'000; bytes += 16) {
    CAPTURE(bytes);
    std::size_t const distance = bytes + bytes_apart(bytes) + 16;
    CHECK(distance % 4096 >= 320);
    CHECK(2 * distance % 4096 >= 640);
    CHECK(bytes_apart(bytes) <= bytes / 6);
  }
}

namespace {
struct alignas(256) wide {
  int value = 7;
};
}  // namespace

TEST_CASE("elements are aligned as their type asks") {
  buffer<wide> const many(5);
  for (int i = 0; i < 5; ++i) {
    CHECK(reinterpret_cast<std::uintptr_t>(many.data() + i) % 256 == 0);
    CHECK(many.data()[i].value == 7);
  }
  matrix<float> const a(3, 3);
  CHECK(reinterpret_cast<std::uintptr_t>(a.data()) % 64 == 0);
}
