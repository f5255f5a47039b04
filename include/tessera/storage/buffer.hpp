// SPDX-License-Identifier: BSL-1.0
#pragma once
// Owned, 64-byte aligned memory for n elements: one cache line, one AVX-512 register.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include <tessera/shape/extent.hpp>
#include <tessera/storage/aligned.hpp>

namespace tessera::inline TESSERA_ISA {

/// Asks for memory whose content will be written before it is read.
struct uninitialized_t {
  explicit uninitialized_t() = default;
};
inline constexpr uninitialized_t uninitialized{};

/// n elements of T, aligned to 64 bytes.
/// Throws: std::bad_array_new_length where n * sizeof(T) does not fit in memory's address range.
template<class T>
class buffer {
public:
  static constexpr std::size_t alignment = alignof(T) > 64 ? alignof(T) : 64;

  buffer() = default;

  /// Zeros (value-initialised elements).
  explicit buffer(index_t n) : buffer(allocate(n)) {
    std::uninitialized_value_construct_n(data_, n);
    size_ = n;
  }

  /// Elements as they come; only types without constructors are really left alone.
  buffer(uninitialized_t, index_t n) : buffer(allocate(n)) {
    std::uninitialized_default_construct_n(data_, n);
    size_ = n;
  }

  buffer(buffer const& other) : buffer(allocate(other.size_)) {
    std::uninitialized_copy_n(other.data_, other.size_, data_);
    size_ = other.size_;
  }

  buffer(buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

  /// Where sizes are equal the memory stays, else new memory takes its place.
  buffer& operator=(buffer const& other) {
    if (size_ == other.size_) {
      if (this != &other) std::copy_n(other.data_, size_, data_);
      return *this;
    }
    return *this = buffer(other);
  }
  buffer& operator=(buffer&& other) noexcept {
    buffer taken(std::move(other));
    std::swap(data_, taken.data_);
    std::swap(size_, taken.size_);
    return *this;
  }

  ~buffer() {
    std::destroy_n(data_, size_);
    free_aligned(data_);
  }

  T* data() { return data_; }
  T const* data() const { return data_; }
  index_t size() const { return size_; }

private:
  explicit buffer(T* data) noexcept : data_(data) {}

  static T* allocate(index_t n) {
    if (n <= 0) return nullptr;
    if (n > std::numeric_limits<index_t>::max() / index_t(sizeof(T)))
      throw std::bad_array_new_length();
    return static_cast<T*>(allocate_aligned(static_cast<std::size_t>(n) * sizeof(T), alignment));
  }

  T* data_ = nullptr;
  index_t size_ = 0;
};

}  // namespace tessera::inline TESSERA_ISA
