// SPDX-License-Identifier: BSL-1.0
// examples/mnist: the command line.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <vector>

#include "options.hpp"

using namespace mnist;

namespace {

options parsed(std::vector<char const*> args) {
  return parse(args);
}

/// What is wrong with the command line; "" where nothing is.
std::string fault(std::vector<char const*> args) {
  try {
    parse(args);
    return "";
  } catch (usage_error const& e) {
    return e.what();
  }
}

TEST_CASE("what is asked for") {
  CHECK(!parsed({}).ascii);
  CHECK(!parsed({}).data);
  CHECK(!parsed({}).url);
  CHECK(parsed({"--ascii"}).ascii);
  CHECK(parsed({"--help"}).help);
  CHECK(parsed({"--data", "f"}).data == "f");
  CHECK(parsed({"--data=f=g"}).data == "f=g");
  CHECK(parsed({"--data", "-f"}).data == "-f");
  CHECK(parsed({"--download"}).url == default_url);
  CHECK(parsed({"--download", "--ascii"}).url == default_url);
  CHECK(parsed({"--download", "http://a/b"}).url == "http://a/b");
  CHECK(parsed({"--download=https://a/b?raw=true"}).url == "https://a/b?raw=true");
  CHECK(parsed({"--ascii", "--download", "http://a", "--data", "f"}).data == "f");
}

TEST_CASE("what makes no sense, each in one sentence") {
  CHECK(fault({"--dat", "f"}) == "there is no option \"--dat\"");
  CHECK(fault({"f"}) == "there is no option \"f\"");
  CHECK(fault({""}) == "there is no option \"\"");
  CHECK(fault({"--ascii", "--ascii"}) == "--ascii is given twice");
  CHECK(fault({"--help", "--help"}) == "--help is given twice");
  CHECK(fault({"--data", "f", "--data=g"}) == "--data is given twice");
  CHECK(fault({"--download", "--download"}) == "--download is given twice");
  CHECK(fault({"--data"}) == "--data needs the name of a file");
  CHECK(fault({"--data="}) == "--data needs the name of a file");
  CHECK(fault({"--data", ""}) == "--data needs the name of a file");
  CHECK(fault({"--data", "--ascii"}) == "--data needs the name of a file");
  CHECK(fault({"--ascii=yes"}) == "--ascii takes no value");
  CHECK(fault({"--help="}) == "--help takes no value");
  CHECK(fault({"--download", "ftp://a"}) ==
        "--download needs an address that begins with http:// or https://, not \"ftp://a\"");
  CHECK(fault({"--download="}).starts_with("--download needs an address"));
}

}  // namespace
