// SPDX-License-Identifier: BSL-1.0
// examples/mnist: what surrounds a transfer, in a program without libcurl. download_test.py has the
// transfers.

#include <doctest/doctest.h>

#include <fstream>

#include "download.hpp"

using namespace mnist;
namespace fs = std::filesystem;

namespace {

/// A folder of the test's own.
struct folder {
  fs::path path = fs::temp_directory_path() / ("tessera-download-" + std::to_string(getpid()));
  folder() { fs::create_directory(path); }
  ~folder() { fs::remove_all(path); }
};

/// What f throws.
template<class F>
std::string complaint(F f) {
  try {
    f();
    return "";
  } catch (download_error const& e) {
    return e.what();
  }
}

TEST_CASE("the place in the cache") {
  setenv("HOME", "/home/me", 1);
  unsetenv("XDG_CACHE_HOME");
  CHECK(cached_file() == "/home/me/.cache/tessera/mnist.pkl.gz");
  setenv("XDG_CACHE_HOME", "/var/cache/me", 1);
  CHECK(cached_file() == "/var/cache/me/tessera/mnist.pkl.gz");
  setenv("XDG_CACHE_HOME", "relative", 1);  // the XDG specification has it ignored
  CHECK(cached_file() == "/home/me/.cache/tessera/mnist.pkl.gz");
  unsetenv("HOME");
  CHECK(complaint(cached_file).find("neither XDG_CACHE_HOME nor HOME") != std::string::npos);
}

TEST_CASE("a temporary file goes away unless it is kept") {
  folder const here;
  auto const target = here.path / "a" / "b";
  {
    temporary_file file(target);
    std::fputs("content", file.stream());
    CHECK(fs::exists(file.path()));
  }
  CHECK(fs::is_empty(here.path / "a"));
  {
    temporary_file file(target);
    std::fputs("content", file.stream());
    file.close();
    CHECK(!fs::exists(target));
    file.keep();
  }
  CHECK(fs::file_size(target) == 7);
  CHECK(std::distance(fs::directory_iterator(here.path / "a"), {}) == 1);
  CHECK(complaint([&] { temporary_file(target / "c"); }) ==
        "cannot write " + (target / "c").string() + ": Not a directory");
}

TEST_CASE("without libcurl it says what to install, and touches nothing") {
  folder const here;
  auto const said = complaint([&] { download_once("http://a/b", here.path / "c" / "d"); });
  CHECK(said.find("install libcurl4-openssl-dev") != std::string::npos);
  CHECK(said.find("http://a/b") != std::string::npos);
  CHECK(fs::is_empty(here.path));
  std::ofstream(here.path / "there") << "content";
  CHECK(complaint([&] { download_once("http://a/b", here.path / "there"); }) == "");
}

}  // namespace
