// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where the elements of a matrix are.

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include <tessera/shape/shape.hpp>
#include <tessera/storage/buffer.hpp>

namespace tessera::inline TESSERA_ISA {

/// The elements of a matrix. Known extents: an array in place, no heap, usable in constant
/// expressions.
template<class T, index_t Rows, index_t Cols>
class elements {
  static constexpr index_t count = Rows * Cols;
  // As aligned as can be without padding at the end, so that arrays of small matrices stay dense.
  static constexpr std::size_t bytes = sizeof(T) * static_cast<std::size_t>(count);
  static constexpr std::size_t alignment =
      std::max(alignof(T), std::min<std::size_t>(64, bytes & (~bytes + 1)));

public:
  constexpr elements(extents) : data_{} {}
  constexpr elements(uninitialized_t, extents) {}
  constexpr T* data() { return data_; }
  constexpr T const* data() const { return data_; }
  static constexpr extents size() { return {Rows, Cols}; }

private:
  alignas(alignment) T data_[count == 0 ? 1 : static_cast<std::size_t>(count)];
};

template<class T, index_t Rows, index_t Cols>
  requires(Rows == dynamic || Cols == dynamic)
class elements<T, Rows, Cols> {
public:
  elements(extents n) : buffer_(count(n)), size_(n) {}
  elements(uninitialized_t, extents n) : buffer_(uninitialized, count(n)), size_(n) {}
  elements(elements const&) = default;
  elements(elements&& other) noexcept
      : buffer_(std::move(other.buffer_)), size_(std::exchange(other.size_, empty)) {}
  elements& operator=(elements const&) = default;
  elements& operator=(elements&& other) noexcept {
    size_ = std::exchange(other.size_, empty);
    buffer_ = std::move(other.buffer_);
    return *this;
  }
  T* data() { return buffer_.data(); }
  T const* data() const { return buffer_.data(); }
  extents size() const { return size_; }

private:
  static constexpr extents empty{Rows == dynamic ? 0 : Rows,
                                 Rows == dynamic&& Cols != dynamic ? Cols : 0};

  static index_t count(extents n) {
    if (n.cols != 0 && n.rows > std::numeric_limits<index_t>::max() / n.cols)
      throw std::bad_array_new_length();
    return n.rows * n.cols;
  }

  buffer<T> buffer_;  // first: where copying it throws, the size is still that of the old one
  extents size_;
};

}  // namespace tessera::inline TESSERA_ISA
