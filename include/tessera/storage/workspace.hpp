// SPDX-License-Identifier: BSL-1.0
#pragma once
// Scratch memory for temporaries and packed panels, taken and given back like a stack.

#include <stdexcept>

#include <tessera/core/throw.hpp>
#include <tessera/storage/buffer.hpp>

namespace tessera::inline TESSERA_ISA {

/// A workspace of a given size is too small. The message says what was needed.
class workspace_error : public std::length_error {
public:
  using std::length_error::length_error;
};

/// Memory that is read soon. A kernel asks for some lines of it now and then while it computes: all
/// of them at once would fill the buffers of the core, and it would wait.
class awaited_lines {
public:
  static constexpr index_t line = 64;

  constexpr awaited_lines() = default;
  constexpr awaited_lines(void const* from, index_t bytes)
      : next_(static_cast<std::byte const*>(from)), left_((bytes + line - 1) / line) {}

  /// Asks for at most n lines.
  void ask(index_t n) {
    for (n = std::min(n, left_), left_ -= n; n > 0; --n, next_ += line) __builtin_prefetch(next_);
  }

private:
  std::byte const* next_ = nullptr;
  index_t left_ = 0;
};

/// Memory that evaluations borrow. One of a given size never allocates again; one without a size
/// grows to what is needed and keeps it for the next evaluation. Not for two threads at once.
class workspace {
public:
  /// Grows.
  workspace() = default;

  /// `bytes` of memory, and never more; plan<P>(e).workspace_bytes(e) says how many e needs.
  explicit workspace(index_t bytes) : fixed_(true) {
    if (bytes > 0) here_.next = more(bytes);
  }
  constexpr ~workspace() {
    if (here_.next) free_all();
  }

  workspace(workspace const&) = delete;
  workspace& operator=(workspace const&) = delete;

  /// All memory held, in bytes.
  index_t bytes() const {
    index_t total = 0;
    for (chunk const* c = &here_; c; c = c->next) total += c->bytes;
    return total;
  }

  /// What n elements of T take: whole cache lines, and one for the book-keeping.
  template<class T>
  static constexpr index_t bytes_for(index_t n) {
    return n <= 0 ? 0 : line + (n * index_t(sizeof(T)) + line - 1) / line * line;
  }

  /// For kernels: what whoever lent this memory to them reads next.
  awaited_lines awaited;

protected:
  static constexpr index_t line = awaited_lines::line;

  /// Grows, and begins with memory of somebody else's: whole lines, aligned like them.
  constexpr workspace(std::byte* near, index_t bytes) : here_{near, bytes} {}

private:
  template<class T>
  friend class scratch;

  /// Memory in one piece. All but the first piece begin with this, in a line of its own.
  struct chunk {
    std::byte* memory = nullptr;
    index_t bytes = 0;
    chunk* next = nullptr;
  };
  static_assert(sizeof(chunk) <= line);

  /// Stands in front of the memory that was taken.
  struct header {
    header* below;
    chunk* top;  // the top before this was taken
    index_t used;
    bool taken;
  };
  static_assert(sizeof(header) <= line);

  /// Throws: workspace_error where the size is fixed and used up, std::bad_alloc.
  [[gnu::noinline]] header* take(index_t bytes) {
    chunk* c = top_;
    index_t used = used_;
    for (; c->bytes - used < bytes; c = c->next, used = 0)
      if (!c->next) {
        if (fixed_) throw_too_small(bytes);
        c->next = more(bytes);
      }
    last_ = ::new (c->memory + used) header{last_, top_, used_, true};
    top_ = c, used_ = used + bytes;
    return last_;
  }

  [[noreturn]] void throw_too_small(index_t bytes) const {
    throw_formatted<workspace_error>(
        "workspace: %td bytes were needed, and of its %td bytes fewer were left; "
        "plan<P>(e).workspace_bytes(e) says how many it takes",
        bytes, this->bytes());
  }

  static chunk* more(index_t bytes) {
    if (bytes > std::numeric_limits<index_t>::max() - line) throw std::bad_array_new_length();
    auto* const memory =
        static_cast<std::byte*>(allocate_aligned(std::size_t(line + bytes), std::size_t(line)));
    return ::new (memory) chunk{memory + line, bytes};
  }

  void free_all() noexcept {
    for (chunk* c = here_.next; c;) {
      chunk* const next = c->next;
      free_aligned(c);
      c = next;
    }
  }

  /// The operands of one tree are taken in any order, and given back in any order: memory is free
  /// once all that was taken later is given back, too.
  void give_back(header* h) noexcept {
    h->taken = false;
    for (; last_ && !last_->taken; last_ = last_->below) top_ = last_->top, used_ = last_->used;
  }

  chunk here_;
  chunk* top_ = &here_;
  index_t used_ = 0;  // of the top
  header* last_ = nullptr;
  bool fixed_ = false;
};

/// The workspace of one evaluation: the first 2 KiB are on the stack.
class brief_workspace : public workspace {
public:
  constexpr brief_workspace() : workspace(memory_, sizeof(memory_)) {}

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
