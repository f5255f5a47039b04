// SPDX-License-Identifier: BSL-1.0
#pragma once
// The command line.

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mnist {

/// The command line makes no sense. The message is one sentence.
struct usage_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr char const* default_url =
    "https://github.com/mnielsen/neural-networks-and-deep-learning/blob/master/data/mnist.pkl.gz"
    "?raw=true";

struct options {
  std::optional<std::string> data;  // a file to read instead of the extract
  std::optional<std::string> url;   // where to fetch it from, if it is to be fetched
  bool ascii = false;
  bool help = false;
};

inline constexpr char const* help_text = R"(usage: mnist [--data FILE] [--download [URL]] [--ascii]

Multiplies five handwritten digits with random weights, as fast.ai's course does
in Python, and climbs the ladder from the textbook's triple loop to tiles.

  --data FILE       read FILE, a gzip'd pickle of MNIST (mnist.pkl.gz), instead
                    of the extract that comes with tessera
  --download [URL]  fetch all of MNIST (17 MB) once, and read it. It becomes the
                    FILE of --data; without that, tessera/mnist.pkl.gz below
                    $XDG_CACHE_HOME (or ~/.cache). A file that is there is not
                    fetched again.
  --ascii           print ASCII only, as where the output is not a terminal
  --help            print this

Exit status: 1 where the data are wrong or not to be had, 2 where the command
line is wrong, else 0.
)";

/// The arguments behind the program's name. An option's value follows it, or an equals sign.
/// Throws: usage_error.
inline options parse(std::span<char const* const> args) {
  options o;
  bool download = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    std::string_view const arg = args[i];
    auto const equals = arg.find('=');
    std::string const name(arg.substr(0, equals));
    std::optional<std::string> value;
    if (equals != arg.npos) value = arg.substr(equals + 1);

    auto const once = [&](bool given) {
      if (given) throw usage_error(name + " is given twice");
    };
    auto const next = [&] {  // takes the argument that follows, unless that is an option
      bool const there = i + 1 < args.size() && !std::string_view(args[i + 1]).starts_with("--");
      if (!value && there) value = args[++i];
      return value.has_value();
    };
    auto const flag = [&](bool& set) {
      once(set);
      if (value) throw usage_error(name + " takes no value");
      set = true;
    };

    if (name == "--ascii") {
      flag(o.ascii);
    } else if (name == "--help") {
      flag(o.help);
    } else if (name == "--data") {
      once(o.data.has_value());
      if (!next() || value->empty()) throw usage_error("--data needs the name of a file");
      o.data = value;
    } else if (name == "--download") {
      once(download);
      download = true;
      o.url = next() ? *value : default_url;
      if (!o.url->starts_with("http://") && !o.url->starts_with("https://"))
        throw usage_error(
            "--download needs an address that begins with http:// or https://, not \"" + *o.url +
            '"');
    } else {
      throw usage_error("there is no option \"" + std::string(arg) + '"');
    }
  }
  return o;
}

}  // namespace mnist
