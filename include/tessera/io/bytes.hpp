// SPDX-License-Identifier: BSL-1.0
#pragma once
// Bytes that arrive: memory that grows with them. std::vector would touch every byte twice (it
// zeroes them first) and hold old and new memory at once while it grows; realloc moves the pages of
// a large block instead.

#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// Owned bytes, uninitialised where they grow. Aligned as malloc aligns.
class byte_buffer {
public:
  byte_buffer() = default;
  byte_buffer(byte_buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  byte_buffer& operator=(byte_buffer other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~byte_buffer() { std::free(data_); }

  /// n more bytes, to be written by the caller. Returns where they begin.
  /// Throws: std::bad_alloc.
  std::byte* extend(std::size_t n) {
    if (n > capacity_ - size_) reserve(size_ + n);
    return data_ + std::exchange(size_, size_ + n);
  }

  void push_back(unsigned char c) {
    if (size_ == capacity_) reserve(size_ < 16 ? 32 : 2 * size_);
    data_[size_++] = std::byte{c};
  }

  std::byte* data() { return data_; }
  std::byte const* data() const { return data_; }
  std::size_t size() const { return size_; }
  operator std::span<std::byte const>() const { return {data_, size_}; }
  std::string_view text() const { return {reinterpret_cast<char const*>(data_), size_}; }

private:
  void reserve(std::size_t n) {
    void* moved = std::realloc(data_, n);
    if (!moved) throw std::bad_alloc();
    data_ = static_cast<std::byte*>(moved);
    capacity_ = n;
  }

  std::byte* data_ = nullptr;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace tessera::inline TESSERA_ISA
