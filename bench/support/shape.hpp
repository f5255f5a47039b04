// SPDX-License-Identifier: BSL-1.0
#pragma once
// Shapes of products and other numbers, as benchmarks take them on their command line.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

namespace bench {

/// m x k times k x n.
struct shape {
  long m, k, n;

  std::string text() const {
    return std::to_string(m) + 'x' + std::to_string(k) + 'x' + std::to_string(n);
  }
  double flops() const { return 2.0 * double(m) * double(k) * double(n); }
};

/// "64x784x10"; or what is wrong with it is said in the name of the program, which ends with 2.
inline shape parsed_shape(char const* program, std::string const& text) {
  shape s{};
  int read = 0;
  if (std::sscanf(text.c_str(), "%ldx%ldx%ld%n", &s.m, &s.k, &s.n, &read) != 3 ||
      read != int(text.size()) || s.m < 1 || s.k < 1 || s.n < 1) {
    std::cerr << program << ": '" << text << "' is not a shape such as 5x784x10\n";
    std::exit(2);
  }
  return s;
}

/// A number from 1 on, which is `what`; or what is wrong with it is said, as above.
inline long parsed_number(char const* program, std::string const& text, char const* what) {
  long number = 0;
  int read = 0;
  if (std::sscanf(text.c_str(), "%ld%n", &number, &read) != 1 || read != int(text.size()) ||
      number < 1) {
    std::cerr << program << ": '" << text << "' is not " << what << " (from 1 on)\n";
    std::exit(2);
  }
  return number;
}

}  // namespace bench
