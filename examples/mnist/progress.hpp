// SPDX-License-Identifier: BSL-1.0
#pragma once
// How far a download is, on the standard error: a bar that is redrawn where that is a terminal,
// else nothing.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include <unistd.h>

namespace mnist {

inline std::string megabytes(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MB", bytes / 1e6);
  return text;
}

/// "[######........................]  20%  3.4 MB of 17.1 MB"; only the bytes where the total is
/// not known (0).
inline std::string bar_text(double done, double total) {
  static constexpr int cells = 30;
  if (total <= 0) return megabytes(done);
  double const part = std::clamp(done / total, 0.0, 1.0);
  auto const full = std::size_t(part * cells);
  char percent[16];
  std::snprintf(percent, sizeof percent, "] %3d%%  ", int(part * 100));
  return '[' + std::string(full, '#') + std::string(cells - full, '.') + percent + megabytes(done) +
         " of " + megabytes(total);
}

/// Redraws the bar ten times a second, and takes it away when the download is over, well or not.
class progress_bar {
public:
  void show(double done, double total) {
    auto const now = std::chrono::steady_clock::now();
    if (!terminal_ || now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    std::fprintf(stderr, "\r%s\033[K", bar_text(done, total).c_str());
    drawn_ = true;
  }
  progress_bar() = default;
  progress_bar(progress_bar const&) = delete;
  progress_bar& operator=(progress_bar const&) = delete;
  ~progress_bar() {
    if (drawn_) std::fputs("\r\033[K", stderr);
  }

private:
  bool terminal_ = isatty(STDERR_FILENO) != 0, drawn_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace mnist
