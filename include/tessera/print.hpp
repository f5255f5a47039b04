// SPDX-License-Identifier: BSL-1.0
#pragma once
// Matrices as text: `std::cout << A * B`.

#include <algorithm>
#include <ostream>
#include <streambuf>
#include <type_traits>

#include <tessera/eval.hpp>

namespace tessera::inline TESSERA_ISA {

namespace printing {

/// Counts what is written to it.
class counter : public std::streambuf {
public:
  std::streamsize count = 0;

protected:
  int_type overflow(int_type c) override {
    ++count;
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(char const*, std::streamsize n) override {
    count += n;
    return n;
  }
};

/// Small integers are numbers, not characters.
template<class T>
constexpr auto shown(T const& x) {
  if constexpr (std::is_integral_v<T>) return +x;
  else return x;
}

}  // namespace printing

/// The value of e, a line for each row, columns aligned to the right; no line end behind the last
/// row. Precision, notation and the least width are those of the stream. An expression is
/// evaluated, by the default policy.
template<class E>
  requires expression<E> && requires(std::ostream& o, value_of<E> const& x) { o << x; }
std::ostream& operator<<(std::ostream& out, E const& e) {
  if constexpr (in_memory<E>) {
    printing::counter written;
    std::ostream trial(&written);
    trial.copyfmt(out);
    std::streamsize width = out.width(0);
    for (index_t i = 0; i < e.rows(); ++i)
      for (index_t j = 0; j < e.cols(); ++j) {
        written.count = 0;
        trial.width(0);
        trial << printing::shown(e(i, j));
        width = std::max(width, written.count);
      }
    for (index_t i = 0; i < e.rows(); ++i)
      for (index_t j = 0; j < e.cols(); ++j) {
        if (j > 0) out << ' ';
        else if (i > 0) out << '\n';
        out.width(width);
        out << printing::shown(e(i, j));
      }
    return out;
  } else {
    return out << eval(e);
  }
}

}  // namespace tessera::inline TESSERA_ISA
