// SPDX-License-Identifier: BSL-1.0
#pragma once
// Bytes read once, front to back, in chunks of a fixed size: what every reader of io/ stands on. A
// file as it lies on the disk and a piece of memory are here, a gzip stream is in gzip.hpp.

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <vector>

#include <tessera/io/bytes.hpp>
#include <tessera/io/error.hpp>

namespace tessera::inline TESSERA_ISA {

/// A stream of bytes with a name, a position, and one chunk of read-ahead.
/// Throws, from every function that reads: data_error where the bytes underneath cannot be read.
class byte_source {
public:
  static constexpr std::size_t chunk_bytes = std::size_t{1} << 16;

  byte_source(std::shared_ptr<std::filesystem::path const> path, counted_in what)
      : path_(std::move(path)), counted_in_(what), chunk_(chunk_bytes) {}
  byte_source(byte_source const&) = delete;
  byte_source& operator=(byte_source const&) = delete;
  virtual ~byte_source() = default;

  std::shared_ptr<std::filesystem::path const> const& path() const { return path_; }

  /// The position of the next byte.
  std::uint64_t offset() const { return offset_; }
  data_origin origin() const { return {path_, counted_in_, offset_}; }

  /// The bytes at hand, at least one of them unless the stream has ended.
  std::span<std::byte const> window() {
    if (begin_ == end_) {
      begin_ = end_ = 0;
      end_ = pull(chunk_.data(), chunk_.size());
    }
    return {chunk_.data() + begin_, end_ - begin_};
  }

  /// Passes over n bytes of the window.
  void skip(std::size_t n) {
    begin_ += n;
    offset_ += n;
  }

  /// Up to n bytes, fewer only where the stream ends. What is larger than a chunk is not copied
  /// twice.
  std::size_t read(std::byte* to, std::size_t n) {
    std::size_t done = 0;
    while (done < n) {
      std::size_t got;
      if (begin_ == end_ && n - done >= chunk_bytes) {
        got = pull(to + done, n - done);
        offset_ += got;
      } else {
        auto const at_hand = window();
        got = std::min(n - done, at_hand.size());
        if (got != 0) std::memcpy(to + done, at_hand.data(), got);
        skip(got);
      }
      if (got == 0) break;
      done += got;
    }
    return done;
  }

  /// Exactly n bytes. Throws data_error where fewer are left.
  void exactly(std::byte* to, std::size_t n, char const* what) {
    if (std::size_t const got = read(to, n); got != n) ended(what);
  }

  unsigned char next(char const* what) {
    auto const at_hand = window();
    if (at_hand.empty()) ended(what);
    skip(1);
    return std::to_integer<unsigned char>(at_hand.front());
  }

  /// n bytes in memory of their own, which never exceeds twice what has arrived plus a mebibyte: a
  /// declared length is not believed before its bytes are there.
  byte_buffer payload(std::uint64_t n, char const* what) {
    byte_buffer bytes;
    while (bytes.size() < n) {
      auto const step = std::min<std::uint64_t>(
          n - bytes.size(), std::max<std::size_t>(bytes.size(), std::size_t{1} << 20));
      exactly(bytes.extend(static_cast<std::size_t>(step)), static_cast<std::size_t>(step), what);
    }
    return bytes;
  }

  /// The document is complete: nothing may follow. A gzip stream verifies its checksum and length
  /// here.
  void expect_end(char const* after) {
    if (!window().empty())
      origin().fail(in_words("the end of the data after ", after), "more bytes");
  }

private:
  /// Between 1 and n bytes; 0 where the stream ends, and again at each later call.
  virtual std::size_t pull(std::byte* to, std::size_t n) = 0;

  [[noreturn, gnu::cold]] void ended(char const* what) const {
    origin().fail(what, "the end of the data");
  }

  std::shared_ptr<std::filesystem::path const> path_;
  counted_in counted_in_;
  std::uint64_t offset_ = 0;
  std::vector<std::byte> chunk_;
  std::size_t begin_ = 0, end_ = 0;
};

/// A file as it lies on the disk.
/// Throws: data_error with the system's reason where it cannot be opened or read, as a directory
/// cannot.
class file_source final : public byte_source {
public:
  explicit file_source(std::filesystem::path const& path)
      : byte_source(std::make_shared<std::filesystem::path const>(path), counted_in::file),
        file_(std::fopen(path.string().c_str(), "rb")) {
    if (!file_) refuse();
  }

private:
  std::size_t pull(std::byte* to, std::size_t n) override {
    std::size_t const got = std::fread(to, 1, n, file_.get());
    if (got == 0 && std::ferror(file_.get())) refuse();
    return got;
  }

  [[noreturn, gnu::cold]] void refuse() const {
    origin().fail("a readable file", std::generic_category().message(errno));
  }

  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, closer> file_;
};

/// Bytes in memory that the caller keeps alive; `name` stands for the file in messages.
class memory_source final : public byte_source {
public:
  explicit memory_source(std::string_view bytes, std::filesystem::path const& name = "memory")
      : byte_source(std::make_shared<std::filesystem::path const>(name), counted_in::file),
        rest_(bytes) {}

private:
  std::size_t pull(std::byte* to, std::size_t n) override {
    n = std::min(n, rest_.size());
    if (n != 0) std::memcpy(to, rest_.data(), n);
    rest_.remove_prefix(n);
    return n;
  }

  std::string_view rest_;
};

}  // namespace tessera::inline TESSERA_ISA
