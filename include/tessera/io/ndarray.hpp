// SPDX-License-Identifier: BSL-1.0
#pragma once
// A NumPy array as a file holds it: element type, byte order, shape, order of storage and the bytes
// themselves, until it is asked for a matrix.

#include <bit>
#include <concepts>
#include <limits>
#include <type_traits>

#include <tessera/io/source.hpp>
#include <tessera/storage/matrix.hpp>

namespace tessera::inline TESSERA_ISA {

enum class element_type : unsigned char { uint8, int64, float32, float64 };

constexpr char const* name_of(element_type t) {
  constexpr char const* names[] = {"uint8", "int64", "float32", "float64"};
  return names[static_cast<int>(t)];
}

/// How one element is stored.
struct dtype {
  element_type type = element_type::uint8;
  bool swapped = false;  ///< the other byte order than this machine's

  constexpr std::size_t item_bytes() const {
    constexpr std::size_t bytes[] = {1, 8, 4, 8};
    return bytes[static_cast<int>(type)];
  }
};

/// One element of type S from wherever it lies, aligned or not.
template<class S>
S stored_element(std::byte const* from, bool swapped) {
  using bits = std::conditional_t<sizeof(S) == 8, std::uint64_t,
                                  std::conditional_t<sizeof(S) == 4, std::uint32_t, std::uint8_t>>;
  static_assert(sizeof(bits) == sizeof(S));
  bits b;
  std::memcpy(&b, from, sizeof b);
  if (swapped) {
    if constexpr (sizeof(S) == 8) b = __builtin_bswap64(b);
    if constexpr (sizeof(S) == 4) b = __builtin_bswap32(b);
  }
  return std::bit_cast<S>(b);
}

/// f(S{}) for the type S that `t` names.
template<class F>
decltype(auto) with_element_type(element_type t, F&& f) {
  switch (t) {
    case element_type::uint8:
      return f(std::uint8_t{});
    case element_type::int64:
      return f(std::int64_t{});
    case element_type::float32:
      return f(float{});
    default:
      return f(double{});
  }
}

template<class T>
concept array_number = bool(std::is_arithmetic_v<T> && !std::same_as<T, bool>) ||
                       because<"ndarray: T must be a number">;

/// An array of any rank. Copies share the bytes, which go with the last of them.
class ndarray {
public:
  static constexpr std::size_t max_rank = 64;  // NumPy's own limit

  /// Throws: data_error, at `origin`, unless the extents are not negative, their product with the
  /// item size fits in an index_t, and the bytes are exactly that many.
  ndarray(dtype type, std::vector<index_t> shape, bool fortran_order,
          std::shared_ptr<byte_buffer const> bytes, data_origin origin)
      : type_(type),
        fortran_order_(fortran_order),
        shape_(std::move(shape)),
        bytes_(std::move(bytes)),
        origin_(std::move(origin)) {
    std::uint64_t const wanted = checked_bytes();
    if (bytes_->size() != wanted)
      origin_.fail(in_words(wanted, " bytes for ", description()), std::to_string(bytes_->size()));
  }

  dtype type() const { return type_; }
  std::vector<index_t> const& shape() const { return shape_; }
  bool fortran_order() const { return fortran_order_; }
  std::span<std::byte const> bytes() const { return *bytes_; }
  data_origin const& origin() const { return origin_; }

  /// The same bytes under another shape. Throws: as the constructor.
  ndarray reshaped(std::vector<index_t> shape) const {
    return {type_, std::move(shape), fortran_order_, bytes_, origin_};
  }

  /// Like `an array of float32 (50000, 784)`.
  std::string description() const {
    std::string s = in_words("an array of ", name_of(type_.type), " (");
    for (std::size_t i = 0; i < shape_.size(); ++i) s += in_words(i == 0 ? "" : ", ", shape_[i]);
    return s + (shape_.size() == 1 ? ",)" : ")");
  }

  /// A rank-2 array as a matrix of the same shape. Floating-point T: every element type, rounded to
  /// nearest. Integer T: integer elements that T can hold.
  /// Throws: data_error where the rank or the element type is another, or a number does not fit.
  /// Cost: one pass; one allocation, the result's.
  template<class T>
    requires array_number<T>
  matrix<T> to_matrix() const {
    if (shape_.size() != 2) origin_.fail("an array of rank 2", description());
    matrix<T> result(uninitialized, {shape_[0], shape_[1]});
    convert(result.data(), shape_[0], shape_[1]);
    return result;
  }

  /// A rank-1 array as a column; otherwise as `to_matrix`.
  template<class T>
    requires array_number<T>
  col_vector<T> to_vector() const {
    if (shape_.size() != 1) origin_.fail("an array of rank 1", description());
    col_vector<T> result(uninitialized, {shape_[0], 1});
    convert(result.data(), shape_[0], 1);
    return result;
  }

private:
  std::uint64_t checked_bytes() const {
    if (shape_.size() > max_rank)
      origin_.fail("an array of rank 64 at most", in_words("rank ", shape_.size()));
    // Extents of zero are left out of the product, as in NumPy: (0, huge, huge) has no meaning
    // either.
    std::uint64_t product = type_.item_bytes();
    bool empty = false;
    for (index_t n : shape_) {
      if (n < 0) origin_.fail("extents that are not negative", description());
      empty = empty || n == 0;
      if (n > 0 && __builtin_mul_overflow(product, static_cast<std::uint64_t>(n), &product))
        product = std::numeric_limits<std::uint64_t>::max();
      if (product > static_cast<std::uint64_t>(std::numeric_limits<index_t>::max()))
        origin_.fail("an array that fits in memory", description());
    }
    return empty ? 0 : product;
  }

  template<class T>
  void convert(T* to, index_t rows, index_t cols) const {
    if (bytes_->size() == 0) return;
    with_element_type(type_.type, [&](auto s) { convert_from<decltype(s)>(to, rows, cols); });
  }

  template<class S, class T>
  void convert_from(T* to, index_t rows, index_t cols) const {
    if constexpr (std::integral<T> && !std::integral<S>) {
      origin_.fail("an array of integers", description());
    } else if (std::same_as<S, T> && !type_.swapped && (!fortran_order_ || cols == 1)) {
      std::memcpy(to, bytes_->data(), bytes_->size());
    } else if (!fortran_order_) {
      for (index_t k = 0; k < rows * cols; ++k) to[k] = element<S, T>(k);
    } else {
      constexpr index_t block =
          64;  // rows at a time, so that lines read and lines written stay in cache
      for (index_t i0 = 0; i0 < rows; i0 += block)
        for (index_t j = 0; j < cols; ++j)
          for (index_t i = i0; i < std::min(rows, i0 + block); ++i)
            to[i * cols + j] = element<S, T>(j * rows + i);
    }
  }

  template<class S, class T>
  T element(index_t k) const {
    S const value =
        stored_element<S>(bytes_->data() + k * static_cast<index_t>(sizeof(S)), type_.swapped);
    if constexpr (std::integral<T>)
      if (!std::in_range<T>(value))
        origin_.fail(in_words("numbers that fit in ", 8 * sizeof(T), " bits"),
                     std::to_string(value));
    return static_cast<T>(value);
  }

  dtype type_;
  bool fortran_order_;
  std::vector<index_t> shape_;
  std::shared_ptr<byte_buffer const> bytes_;
  data_origin origin_;
};

}  // namespace tessera::inline TESSERA_ISA
