// SPDX-License-Identifier: BSL-1.0
#pragma once
// What the standard output can show, and how wide it is.

#include <clocale>
#include <cstdlib>
#include <string_view>

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace mnist {

/// How a digit is drawn.
enum class ink {
  ascii,   // ten characters, from blank to dense
  blocks,  // half blocks, ink or none
  grey,    // half blocks in 24 shades of xterm's 256 colours
};

struct terminal {
  ink best = ink::ascii;
  int columns = 80;
};

/// Grey where the output is a terminal of 256 colours (and NO_COLOR is not set), blocks where it is
/// one that can show UTF-8, else ASCII.
inline terminal standard_output() {
  terminal t;
  auto const env = [](char const* name) {
    char const* value = std::getenv(name);
    return std::string_view(value ? value : "");
  };
  if (!isatty(STDOUT_FILENO)) return t;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) t.columns = size.ws_col;
  std::setlocale(LC_CTYPE, "");
  bool const utf8 = std::string_view(nl_langinfo(CODESET)) == "UTF-8";
  if (!utf8 || env("TERM").empty() || env("TERM") == "dumb") return t;
  bool const colours = env("TERM").find("256color") != std::string_view::npos ||
                       env("COLORTERM") == "truecolor" || env("COLORTERM") == "24bit";
  t.best = colours && env("NO_COLOR").empty() ? ink::grey : ink::blocks;
  return t;
}

}  // namespace mnist
