// SPDX-License-Identifier: BSL-1.0
#pragma once
// Scratch memory for temporaries and packed panels, taken and given back like a stack.

#include <stdexcept>
#include <string>
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
    index_t total = near_bytes_;
    for (auto const& chunk : chunks_) total += chunk.size();
    return total;
  }

  /// What n elements of T take: whole cache lines, and one for the book-keeping.
  template<class T>
  static constexpr index_t bytes_for(index_t n) {
    return n <= 0 ? 0 : line + (n * index_t(sizeof(T)) + line - 1) / line * line;
  }

protected:
  static constexpr index_t line = 64;

  /// Grows, and begins with memory of somebody else's: whole lines, aligned like them.
  workspace(std::byte* near, index_t bytes) : near_(near), near_bytes_(bytes) {}

private:
  template<class T>
  friend class scratch;

  /// Stands in front of the memory that was taken.
  struct header {
    header* below;
    std::size_t chunk;  // the top before this was taken
    index_t used;
    bool taken;
  };
  static_assert(sizeof(header) <= line);

  /// Throws: workspace_error where the size is fixed and used up, std::bad_alloc.
  header* take(index_t bytes) {
    header const before{last_, chunk_, used_, true};
    for (; chunk_ <= chunks_.size(); ++chunk_, used_ = 0)
      if (chunk_size() - used_ >= bytes) break;
    if (chunk_ > chunks_.size()) {
      if (fixed_) {
        chunk_ = before.chunk, used_ = before.used;
        throw workspace_error(
            "workspace: " + std::to_string(bytes) + " bytes more were needed than its " +
            std::to_string(this->bytes()) +
            " bytes had left; plan<P>(e).workspace_bytes(e) says how many it takes");
      }
      chunks_.emplace_back(uninitialized, bytes);
    }
    std::byte* const first = chunk_ == 0 ? near_ : chunks_[chunk_ - 1].data();
    last_ = ::new (first + used_) header(before);
    used_ += bytes;
    return last_;
  }
  index_t chunk_size() const { return chunk_ == 0 ? near_bytes_ : chunks_[chunk_ - 1].size(); }

  /// The operands of one tree are taken in any order, and given back in any order: memory is free
  /// once all that was taken later is given back, too.
  void give_back(header* h) noexcept {
    h->taken = false;
    for (; last_ && !last_->taken; last_ = last_->below) chunk_ = last_->chunk, used_ = last_->used;
  }

  std::byte* near_ = nullptr;
  index_t near_bytes_ = 0;
  std::vector<buffer<std::byte>> chunks_;
  std::size_t chunk_ = 0;  // 0: near; c: chunks_[c - 1]
  index_t used_ = 0;
  header* last_ = nullptr;
  bool fixed_ = false;
};

/// The workspace of one evaluation: the first 2 KiB are on the stack.
class brief_workspace : public workspace {
public:
  brief_workspace() : workspace(memory_, sizeof(memory_)) {}

private:
  alignas(line) std::byte memory_[2 * 1024];
};

/// n elements of T from a workspace, uninitialised, for as long as this object lives.
template<class T>
class scratch {
public:
  scratch() = default;
  scratch(workspace& from, index_t n) {
    if (n <= 0) return;
    if (n > (std::numeric_limits<index_t>::max() - 128) / index_t(sizeof(T)))
      throw std::bad_array_new_length();
    header_ = from.take(workspace::bytes_for<T>(n));
    from_ = &from;
    size_ = n;
    std::uninitialized_default_construct_n(data(), n);
  }
  scratch(scratch&& other) noexcept
      : from_(other.from_), header_(std::exchange(other.header_, nullptr)), size_(other.size_) {}
  scratch& operator=(scratch&& other) noexcept {
    release();
    from_ = other.from_, size_ = other.size_;
    header_ = std::exchange(other.header_, nullptr);
    return *this;
  }
  ~scratch() { release(); }

  T* data() const {
    return header_ ? reinterpret_cast<T*>(reinterpret_cast<std::byte*>(header_) + workspace::line)
                   : nullptr;
  }
  index_t size() const { return size_; }

private:
  void release() noexcept {
    if (!header_) return;
    std::destroy_n(data(), size_);
    from_->give_back(header_);
    header_ = nullptr;
  }

  workspace* from_ = nullptr;
  workspace::header* header_ = nullptr;
  index_t size_ = 0;
};

}  // namespace tessera::inline TESSERA_ISA
