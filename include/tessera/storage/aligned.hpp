// SPDX-License-Identifier: BSL-1.0
#pragma once
// Aligned memory that the allocator finds again, on large pages where it is large.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <new>

#include <tessera/core/config.hpp>

#if defined(__linux__)
#include <sys/mman.h>
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#elif defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace tessera::inline TESSERA_ISA {

/// Asks Linux for large pages, where two or more fit between begin and end. What lies in them takes
/// a page fault, which costs microseconds, for 2 MiB and not for 4 KiB; and a product of large
/// matrices finds its rows without walking through tables.
inline void prefer_large_pages([[maybe_unused]] std::byte* begin,
                               [[maybe_unused]] std::byte* end) noexcept {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::uintptr_t page = 2 * 1024 * 1024;
  auto const first = (reinterpret_cast<std::uintptr_t>(begin) + page - 1) / page * page,
             last = reinterpret_cast<std::uintptr_t>(end) / page * page;
  if (last < first + 2 * page) return;
  int const before = errno;
  madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
  errno = before;  // a kernel without large pages is none of the caller's errors
#endif
}

/// Bytes to leave free behind so many, lest the next allocation, or the one after it, begins up to
/// four lines further in its page than this one: where both are read and written along, each load
/// waits for the store in front of it, since a core compares the last twelve bits of their
/// addresses. Powers of two in a row do lie like that. (A * diagonal_matrix(x) of 64 x 64 floats on
/// Zen 4: 0.20 us, with C 64 bytes further 0.69, with 128 0.44, with 256 0.19.)
constexpr std::size_t bytes_apart(std::size_t bytes) {
  constexpr std::size_t half_page = 2048, lines = 5 * 64, header = 16;
  return bytes >= half_page - header && (bytes + header) % half_page < lines ? lines : 0;
}

/// So many bytes from the plain operator new, which gives some more than those. The aligned one is
/// not up to it: glibc before 2.38 does not find again what it has aligned, so that the first nine
/// of a row of products 1024^3 took new pages and were 12 % slower (Zen 3).
///   alignment   a power of two, at least that of a pointer
/// Throws: std::bad_alloc.
[[gnu::noinline]] inline void* allocate_aligned(std::size_t bytes, std::size_t alignment) {
  std::size_t const asked = bytes + alignment + bytes_apart(bytes + alignment);
  auto* const all = static_cast<std::byte*>(::operator new(asked));
  std::size_t const before = alignment - reinterpret_cast<std::uintptr_t>(all) % alignment;
  std::byte* const memory = all + before;
  static_assert(__STDCPP_DEFAULT_NEW_ALIGNMENT__ >= sizeof(void*));  // room for where all begins
  ::new (memory - sizeof(void*)) void*(all);
  prefer_large_pages(memory, memory + bytes);
#if defined(ASAN_POISON_MEMORY_REGION)
  ASAN_POISON_MEMORY_REGION(all, before);
  ASAN_POISON_MEMORY_REGION(memory + bytes, asked - before - bytes);
#endif
  return memory;
}

inline void free_aligned(void* memory) noexcept {
  if (!memory) return;
  auto* const from = static_cast<std::byte*>(memory) - sizeof(void*);
#if defined(ASAN_POISON_MEMORY_REGION)
  ASAN_UNPOISON_MEMORY_REGION(from, sizeof(void*));
#endif
  ::operator delete(*std::launder(reinterpret_cast<void**>(from)));
}

}  // namespace tessera::inline TESSERA_ISA
