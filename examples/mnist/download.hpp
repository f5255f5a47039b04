// SPDX-License-Identifier: BSL-1.0
#pragma once
// A file that is fetched once: to a temporary name beside it, then checked, then renamed. So under
// its own name it is complete or not there, whatever happens on the way.

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <unistd.h>

#include <tessera/io/gzip.hpp>

#include "transfer.hpp"

namespace mnist {

/// $XDG_CACHE_HOME/tessera/mnist.pkl.gz, or ~/.cache/tessera/mnist.pkl.gz where that variable does
/// not hold an absolute path. Throws: download_error where there is no home either.
inline std::filesystem::path cached_file() {
  auto const directory = [](char const* name) {
    char const* value = std::getenv(name);
    return std::filesystem::path(value ? value : "");
  };
  auto cache = directory("XDG_CACHE_HOME");
  if (!cache.is_absolute()) {
    if (directory("HOME").empty())
      throw download_error(
          "there is no place for the download: neither XDG_CACHE_HOME nor HOME is set, so name a "
          "file with --data");
    cache = directory("HOME") / ".cache";
  }
  return cache / "tessera" / "mnist.pkl.gz";
}

/// A new file beside `target`, which goes away unless it is kept.
class temporary_file {
public:
  explicit temporary_file(std::filesystem::path target)
      : target_(std::move(target)), path_(target_) {
    path_ += ".part-" + std::to_string(getpid());
    std::error_code error;
    if (target_.has_parent_path())
      std::filesystem::create_directories(target_.parent_path(), error);
    if (!error) {
      file_.reset(std::fopen(path_.c_str(), "wb"));
      if (!file_) error.assign(errno, std::generic_category());
    }
    if (error) refuse(error);
  }
  temporary_file(temporary_file const&) = delete;
  temporary_file& operator=(temporary_file const&) = delete;
  ~temporary_file() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove(path_, ignored);
  }

  std::FILE* stream() { return file_.get(); }
  std::filesystem::path const& path() const { return path_; }

  /// Everything is on its way to the disk.
  void close() {
    if (std::fclose(file_.release()) != 0) refuse({errno, std::generic_category()});
  }

  void keep() {
    std::error_code error;
    std::filesystem::rename(path_, target_, error);
    if (error) refuse(error);
    kept_ = true;
  }

private:
  [[noreturn]] void refuse(std::error_code const& error) const {
    throw download_error("cannot write " + target_.string() + ": " + error.message());
  }

  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path target_, path_;
  std::unique_ptr<std::FILE, closer> file_;
  bool kept_ = false;
};

/// Unpacks the file to nowhere. Throws: download_error where it is not whole gzip data.
inline void check_gzip(std::filesystem::path const& path, std::string const& url) {
  auto packed = std::make_unique<tessera::file_source>(path);
  if (!tessera::looks_like_gzip(packed->window()))
    throw download_error("what " + url + " sends is not gzip data");
  try {
    tessera::gzip_source unpacked(std::move(packed));
    while (!unpacked.window().empty()) unpacked.skip(unpacked.window().size());
  } catch (tessera::data_error const& e) {
    throw download_error(
        "what " + url + " sends is damaged or incomplete: its gzip data go wrong at byte " +
        std::to_string(e.offset()) + " of " + std::to_string(std::filesystem::file_size(path)));
  }
}

/// Makes sure that `target` is there. Says on the standard error what it does.
/// Throws: download_error; no partial file is left.
inline void download_once(std::string const& url, std::filesystem::path const& target) {
  if (std::filesystem::exists(target)) {
    std::cerr << target.string() << " is there already; remove it to fetch it again\n";
    return;
  }
  require_libcurl(url);
  std::cerr << "downloading " << url << '\n';
  signal_pause const until_cleaned_up;
  temporary_file file(target);
  transfer(url, file.stream());
  file.close();
  check_gzip(file.path(), url);
  file.keep();
  std::cerr << "saved as " << target.string() << " ("
            << megabytes(double(std::filesystem::file_size(target))) << ")\n";
}

}  // namespace mnist
