// SPDX-License-Identifier: BSL-1.0
#pragma once
// One file over HTTP, by libcurl where the build found it.

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "progress.hpp"

#if defined(MNIST_WITH_LIBCURL)
#include <memory>

#include <curl/curl.h>
#endif

namespace mnist {

/// The transfer did not succeed. The message is one sentence.
struct download_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// While it lives, Ctrl-C and its like are noted instead of obeyed, so that half a file can be
/// removed first. Then they are obeyed.
class signal_pause {
public:
  signal_pause() {
    for (std::size_t i = 0; i < count; ++i) {
      before_[i] = std::signal(numbers[i], note);
      if (before_[i] == SIG_IGN) std::signal(numbers[i], SIG_IGN);  // as nohup wants it
    }
  }
  signal_pause(signal_pause const&) = delete;
  signal_pause& operator=(signal_pause const&) = delete;
  ~signal_pause() {
    for (std::size_t i = 0; i < count; ++i) std::signal(numbers[i], before_[i]);
    if (noted != 0) std::raise(noted);
  }
  static bool requested() { return noted != 0; }

private:
  static constexpr std::size_t count = 3;
  static constexpr int numbers[count] = {SIGINT, SIGTERM, SIGHUP};
  static void note(int number) { noted = number; }
  inline static std::sig_atomic_t volatile noted = 0;
  void (*before_[count])(int);
};

/// Throws: download_error where there is no libcurl in the program.
inline void require_libcurl([[maybe_unused]] std::string const& url) {
#if !defined(MNIST_WITH_LIBCURL)
  throw download_error(
      "this program was built without libcurl and cannot download: install libcurl4-openssl-dev "
      "(Debian, Ubuntu) or libcurl-devel (Fedora) and build it again, or fetch " +
      url + " by other means and name the file with --data");
#endif
}

#if defined(MNIST_WITH_LIBCURL)

/// Writes what `url` sends to `to`, redirects followed.
/// Throws: download_error where the server cannot be reached, answers with an error, stops half-way
/// or stays silent for half a minute.
inline void transfer(std::string const& url, std::FILE* to) {
  static CURLcode const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  std::unique_ptr<CURL, void (*)(CURL*)> const curl(curl_easy_init(), curl_easy_cleanup);
  if (ready != CURLE_OK || !curl) throw download_error("libcurl does not start");

  progress_bar bar;
  auto const on_progress = +[](void* b, curl_off_t total, curl_off_t done, curl_off_t, curl_off_t) {
    static_cast<progress_bar*>(b)->show(double(done), double(total));
    return signal_pause::requested() ? 1 : 0;
  };
  char reason[CURL_ERROR_SIZE] = "";
  auto const set = [&](CURLoption option, auto value) {
    curl_easy_setopt(curl.get(), option, value);
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_WRITEDATA, to);
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_MAXREDIRS, 10L);
  set(CURLOPT_FAILONERROR, 1L);
  set(CURLOPT_CONNECTTIMEOUT, 30L);
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, 30L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_USERAGENT, "tessera");
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(reason));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
  set(CURLOPT_XFERINFODATA, &bar);

  CURLcode const code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return;
  curl_off_t got = 0, all = 0;
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_SIZE_DOWNLOAD_T, &got);
  curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &all);
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  std::string const from = "cannot download " + url + ": ";
  switch (code) {
    case CURLE_HTTP_RETURNED_ERROR:
      throw download_error(from + "the server answers " + std::to_string(status));
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
      throw download_error(from + "the transfer was cut after " + std::to_string(got) +
                           (all > 0 ? " of " + std::to_string(all) : "") + " bytes");
    case CURLE_OPERATION_TIMEDOUT:
      throw download_error(from + "the server does not answer in time");
    case CURLE_WRITE_ERROR:
      throw download_error(from + "the file cannot be written; is the disk full?");
    case CURLE_ABORTED_BY_CALLBACK:
      throw download_error(from + "interrupted");
    default:
      throw download_error(from + (*reason ? reason : curl_easy_strerror(code)));
  }
}

#else

inline void transfer(std::string const&, std::FILE*) {}

#endif

}  // namespace mnist
