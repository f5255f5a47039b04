// SPDX-License-Identifier: BSL-1.0
#pragma once
// What every reader of io/ throws, and the place in a file that it points at. One sentence: the
// file, the byte, what should have been there, what was.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <tessera/core/config.hpp>

namespace tessera::inline TESSERA_ISA {

/// Pieces of a message one after the other, numbers in decimal.
template<class... Pieces>
std::string in_words(Pieces const&... pieces) {
  std::string s;
  auto const add = [&s](auto const& piece) {
    if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(piece)>>)
      s += std::to_string(piece);
    else
      s += piece;
  };
  (add(pieces), ...);
  return s;
}

/// What an offset counts: bytes of a plain file, of a gzip file as it lies on the disk, or of what
/// a gzip file unpacks to.
enum class counted_in { file, compressed_file, unpacked_data };

/// `FILE: at byte N: expected ..., found ...`. With gzip, `at byte N of the compressed file` or `of
/// the unpacked data` says which of the two is meant.
class data_error : public std::runtime_error {
public:
  data_error(std::shared_ptr<std::filesystem::path const> path, counted_in what,
             std::uint64_t offset, std::string const& expected, std::string const& found)
      : std::runtime_error(in_words(path->string(), ": at byte ", offset, suffix(what),
                                    ": expected ", expected, ", found ", found)),
        path_(std::move(path)),
        offset_(offset),
        counted_in_(what) {}

  std::filesystem::path const& path() const noexcept { return *path_; }
  std::uint64_t offset() const noexcept { return offset_; }
  /// What offset() counts.
  counted_in offset_counts() const noexcept { return counted_in_; }

private:
  static char const* suffix(counted_in what) {
    if (what == counted_in::file) return "";
    return what == counted_in::unpacked_data ? " of the unpacked data" : " of the compressed file";
  }

  std::shared_ptr<std::filesystem::path const>
      path_;  // shared: copying an exception must not throw
  std::uint64_t offset_;
  counted_in counted_in_;
};

/// A place in a file, for whatever is refused later than it was read.
struct data_origin {
  std::shared_ptr<std::filesystem::path const> path;
  counted_in what = counted_in::file;
  std::uint64_t offset = 0;

  [[noreturn, gnu::cold]] void fail(std::string const& expected, std::string const& found) const {
    throw data_error(path, what, offset, expected, found);
  }
};

}  // namespace tessera::inline TESSERA_ISA
