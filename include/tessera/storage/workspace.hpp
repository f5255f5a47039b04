// SPDX-License-Identifier: BSL-1.0
#pragma once
// Scratch memory for temporaries and packed panels: taken and given back in the order of a stack.

#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <tessera/storage/buffer.hpp>

namespace tessera::inline TESSERA_ISA {

/// A workspace of a given size is too small. The message says what was needed.
class workspace_error : public std::length_error {
public:
  using std::length_error::length_error;
};

/// Memory that evaluations borrow. One of a given size never allocates again; one without a size
/// grows to what is needed and keeps it for the next evaluation. Not for two threads at once.
class workspace {
public:
  /// Grows.
  workspace() = default;

  /// `bytes` of memory, and never more; plan<P>(e).workspace_bytes(e) says how many e needs.
  explicit workspace(index_t bytes) : fixed_(true) { chunks_.emplace_back(uninitialized, bytes); }

  workspace(workspace const&) = delete;
  workspace& operator=(workspace const&) = delete;

  /// All memory held, in bytes.
  index_t bytes() const {
    index_t total = 0;
    for (auto const& chunk : chunks_) total += chunk.size();
    return total;
  }

  /// What n elements of T take: whole cache lines.
  template<class T>
  static constexpr index_t bytes_for(index_t n) {
    return n <= 0 ? 0 : (n * index_t(sizeof(T)) + 63) / 64 * 64;
  }

private:
  template<class T>
  friend class scratch;

  struct mark {
    std::size_t chunk;
    index_t used;
  };

  /// Throws: workspace_error where the size is fixed and used up, std::bad_alloc.
  std::byte* take(index_t bytes) {
    for (; top_.chunk < chunks_.size(); top_ = {top_.chunk + 1, 0})
      if (chunks_[top_.chunk].size() - top_.used >= bytes) break;
    if (top_.chunk == chunks_.size()) {
      if (fixed_)
        throw workspace_error(
            "workspace: " + std::to_string(bytes) + " bytes more were needed than its " +
            std::to_string(this->bytes()) +
            " bytes had left; plan<P>(e).workspace_bytes(e) says how many it takes");
      chunks_.emplace_back(uninitialized, bytes);
    }
    auto* const p = chunks_[top_.chunk].data() + top_.used;
    top_.used += bytes;
    return p;
  }

  std::vector<buffer<std::byte>> chunks_;
  mark top_{0, 0};
  bool fixed_ = false;
};

/// n elements of T from a workspace, uninitialised, for as long as this object lives; those taken
/// later have to be given back earlier.
template<class T>
class scratch {
public:
  scratch() = default;
  scratch(workspace& from, index_t n) {
    if (n <= 0) return;
    if (n > (std::numeric_limits<index_t>::max() - 64) / index_t(sizeof(T)))
      throw std::bad_array_new_length();
    before_ = from.top_;
    data_ = reinterpret_cast<T*>(from.take(workspace::bytes_for<T>(n)));
    from_ = &from;
    size_ = n;
    std::uninitialized_default_construct_n(data_, n);
  }
  scratch(scratch&& other) noexcept
      : from_(std::exchange(other.from_, nullptr)),
        data_(other.data_),
        size_(other.size_),
        before_(other.before_) {}
  scratch& operator=(scratch&& other) noexcept {
    release();
    from_ = std::exchange(other.from_, nullptr);
    data_ = other.data_, size_ = other.size_, before_ = other.before_;
    return *this;
  }
  ~scratch() { release(); }

  T* data() const { return data_; }
  index_t size() const { return size_; }

private:
  void release() noexcept {
    if (!from_) return;
    std::destroy_n(data_, size_);
    // The operands of one tree are taken in any order, and given back together.
    auto& top = from_->top_;
    if (std::tie(before_.chunk, before_.used) < std::tie(top.chunk, top.used)) top = before_;
    from_ = nullptr;
  }

  workspace* from_ = nullptr;
  T* data_ = nullptr;
  index_t size_ = 0;
  workspace::mark before_{0, 0};
};

}  // namespace tessera::inline TESSERA_ISA
