// SPDX-License-Identifier: BSL-1.0
// Who finds the cheaper way to compute the line that was written? The families of "The Linear
// Algebra Mapping Problem" (Psarras, Barthels & Bientinesi, TOMS 2022): the same line in tessera,
// Eigen and Armadillo, each as its users write it, on the same elements; results are compared
// before a line is timed. Arguments, in any order: the extent (512), float or double (float), and
// how many rounds each line is timed, as in "21x" (11x).

#include "support/peers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <tessera/tessera.hpp>

#include "support/compare.hpp"
#include "support/machine.hpp"

using tessera::index_t;

namespace {

/// What the lines are about, for whichever library has these matrices, columns and rows.
template<class T, class Index, class Matrix, class Column, class Row>
struct operands {
  operands(index_t extent, index_t narrow)
      : n(Index(extent)), r(Index(narrow)), part(n / 4), i(n / 3), j(n / 2) {
    visit([](auto& m, index_t rows, index_t cols, unsigned) {
      m = std::remove_reference_t<decltype(m)>(Index(rows), Index(cols));
    });
  }

  template<class F>
  void visit(F const& f) {
    index_t const all = index_t(n), few = index_t(r), quarter = index_t(part);
    unsigned seed = 0;
    for (Matrix* m : {&a, &b, &d, &h, &c, &p}) f(*m, all, all, ++seed);
    for (Matrix* m : {&tall, &ct}) f(*m, all, few, ++seed);
    for (Matrix* m : {&flat, &cf}) f(*m, few, all, ++seed);
    f(cp, quarter, quarter, ++seed);
    for (Column* m : {&x, &y, &z, &v}) f(*m, all, 1, ++seed);
    f(w, 1, all, ++seed);
  }

  /// Element (k, l) of each is g(seed, k, l), results included.
  template<class G>
  void fill(G const& g) {
    visit([&](auto& m, index_t rows, index_t cols, unsigned seed) {
      for (index_t k = 0; k < rows; ++k)
        for (index_t l = 0; l < cols; ++l) m(Index(k), Index(l)) = T(g(seed, k, l));
    });
    s = 0;
  }

  /// All elements, row by row.
  std::vector<T> elements() {
    std::vector<T> all{s};
    visit([&](auto& m, index_t rows, index_t cols, unsigned) {
      for (index_t k = 0; k < rows; ++k)
        for (index_t l = 0; l < cols; ++l) all.push_back(m(Index(k), Index(l)));
    });
    return all;
  }

  Index n, r, part, i, j;
  Matrix a, b, d, h, tall, flat;  // n x n, n x r and r x n, to read
  Column x, y, z;
  Matrix c, p, ct, cf, cp;  // to write: n x n, n x r, r x n and a quarter of n x n
  Column v;
  Row w;
  T s = 0;
};

/// A library that was not found.
struct absent {
  absent(index_t, index_t) {}
};

template<class T>
using with_tessera =
    operands<T, index_t, tessera::matrix<T>, tessera::col_vector<T>, tessera::row_vector<T>>;
#if defined(BENCH_EIGEN)
template<class T>
using with_eigen = operands<T, Eigen::Index, Eigen::Matrix<T, -1, -1, Eigen::RowMajor>,
                            Eigen::Matrix<T, -1, 1>, Eigen::Matrix<T, 1, -1>>;
#else
template<class>
using with_eigen = absent;
#endif
#if defined(BENCH_ARMADILLO)
template<class T>
using with_armadillo = operands<T, arma::uword, arma::Mat<T>, arma::Col<T>, arma::Row<T>>;
template<class M>
auto identity_like(M const& m) {
  return arma::eye<M>(m.n_rows, m.n_cols);
}
#else
template<class>
using with_armadillo = absent;
#endif

/// f on the operands of one library; nothing where that is missing.
template<class P, class F>
std::function<void()> on(P& peer, F f) {
  if constexpr (std::is_same_v<P, absent>) return [] {};
  else return [&peer, f] { f(peer); };
}

constexpr std::array names{"tessera", "Eigen", "Armadillo"};
constexpr std::array present{true, bench::has_eigen, bench::has_armadillo};

template<class T>
class suite {
public:
  suite(index_t n, int rounds)
      : n_(n),
        rounds_(rounds),
        ours_(n, narrow(n)),
        eigen_(n, narrow(n)),
        armadillo_(n, narrow(n)) {}

  static index_t narrow(index_t n) { return std::max<index_t>(n / 8, 10); }

  void family(char const* name) const {
    std::printf("\n%-36s %8s %8s %9s %9s %9s %7s %7s\n", name, "Mflop", "needed", "tessera",
                "Eigen", "Armadillo", "E/t", "A/t");
  }

  /// One line: its flops as written from left to right, and as many as it needs.
  template<class Ours, class InEigen, class InArmadillo>
  void line(std::string const& text, double written, double needed, Ours ours, InEigen in_eigen,
            InArmadillo in_armadillo) {
    std::array<std::function<void()>, 3> const run{on(ours_, ours), on(eigen_, in_eigen),
                                                   on(armadillo_, in_armadillo)};
    check(text, run);
    auto const table =
        bench::compare(bench::effort{rounds_, 0.004}, bench::rival{"tessera", run[0]},
                       bench::rival{"Eigen", run[1]}, bench::rival{"Armadillo", run[2]});
    std::printf("%-36s %8.3g %8.3g", text.c_str(), written / 1e6, needed / 1e6);
    for (std::size_t k = 0; k < 3; ++k)
      std::printf(" %9s",
                  present[k] ? bench::time_text(table[k].seconds.median, true).c_str() : "-");
    for (std::size_t k = 1; k < 3; ++k) {
      if (!present[k]) std::printf(" %7s", "-");
      else std::printf(" %7.2f", table[k].ratio.median);
      if (present[k] && table[k].ratio.median < 1)
        lost_.push_back({text, names[k], table[k].ratio});
    }
    std::puts("");
    ++lines_;
  }

  /// Where a rival is faster, worst first.
  void lost() {
    std::ranges::sort(lost_, {}, [](defeat const& d) { return d.ratio.median; });
    std::printf("\ntessera is slower on %zu of %d times %d comparisons%s\n", lost_.size(), lines_,
                int(bench::has_eigen) + int(bench::has_armadillo), lost_.empty() ? "" : ":");
    for (defeat const& d : lost_)
      std::printf("  %5.2f (%.2f .. %.2f)  %-9s  %s\n", d.ratio.median, d.ratio.low, d.ratio.high,
                  d.rival, d.text.c_str());
  }

  /// Did a library disagree?
  bool failed() const { return failed_; }

private:
  struct defeat {
    std::string text;
    char const* rival;
    bench::quartiles ratio;
  };

  /// A number in [-1, 1) for each element of each operand.
  static double element(unsigned seed, index_t k, index_t l) {
    auto bits = (seed * 0x9e3779b9u) ^ (unsigned(k) * 0x85ebca6bu) ^ (unsigned(l) * 0xc2b2ae35u);
    bits = (bits ^ (bits >> 15)) * 0x2c1b3c6du;
    bits = (bits ^ (bits >> 12)) * 0x297a2d39u;
    return double(int(bits >> 8) - (1 << 23)) / double(1 << 23);
  }

  template<class G>
  void fill(G const& g) {
    ours_.fill(g);
    if constexpr (bench::has_eigen) eigen_.fill(g);
    if constexpr (bench::has_armadillo) armadillo_.fill(g);
  }

  std::vector<T> elements(std::size_t library) {
    if constexpr (bench::has_eigen)
      if (library == 1) return eigen_.elements();
    if constexpr (bench::has_armadillo)
      if (library == 2) return armadillo_.elements();
    return ours_.elements();
  }

  /// |C - C'| <= 4 n eps |A| |B|, where the right-hand side is the line on the moduli of all
  /// elements: that is what rounding may amount to in whichever order a line is computed.
  void check(std::string const& text, std::array<std::function<void()>, 3> const& run) {
    fill([](unsigned seed, index_t k, index_t l) { return std::abs(element(seed, k, l)); });
    std::size_t const judge = bench::has_eigen ? 1 : bench::has_armadillo ? 2 : 0;
    run[judge]();
    auto const bound = elements(judge);
    fill(element);
    run[0]();
    auto const result = elements(0);
    T const eps = T(4 * n_) * std::numeric_limits<T>::epsilon();
    for (std::size_t k = 1; k < 3; ++k) {
      if (!present[k]) continue;
      run[k]();
      auto const other = elements(k);
      for (std::size_t e = 0; e < result.size(); ++e)
        if (!(std::abs(result[e] - other[e]) <= eps * bound[e])) {
          std::cerr << text << ": tessera says " << result[e] << ", " << names[k] << ' ' << other[e]
                    << ", element " << e << '\n';
          failed_ = true;
          break;
        }
    }
  }

  index_t n_;
  int rounds_;
  with_tessera<T> ours_;
  with_eigen<T> eigen_;
  with_armadillo<T> armadillo_;
  std::vector<defeat> lost_;
  int lines_ = 0;
  bool failed_ = false;
};

// In each line t are the operands of tessera, e those of Eigen, f those of Armadillo.
// clang-format off: one library a line

template<class T>
void products(suite<T>& s, double n) {
  double const cube = 2 * n * n * n, square = 2 * n * n;
  s.family("products");
  s.line("A * B", cube, cube,
         [](auto& t) { t.c = t.a * t.b; },
         [](auto& e) { e.c.noalias() = e.a * e.b; },
         [](auto& f) { f.c = f.a * f.b; });
  s.line("transpose(A) * B", cube, cube,
         [](auto& t) { t.c = transpose(t.a) * t.b; },
         [](auto& e) { e.c.noalias() = e.a.transpose() * e.b; },
         [](auto& f) { f.c = f.a.t() * f.b; });
  s.line("A * transpose(B)", cube, cube,
         [](auto& t) { t.c = t.a * transpose(t.b); },
         [](auto& e) { e.c.noalias() = e.a * e.b.transpose(); },
         [](auto& f) { f.c = f.a * f.b.t(); });
  s.line("transpose(A) * transpose(B)", cube, cube,
         [](auto& t) { t.c = transpose(t.a) * transpose(t.b); },
         [](auto& e) { e.c.noalias() = e.a.transpose() * e.b.transpose(); },
         [](auto& f) { f.c = f.a.t() * f.b.t(); });
  s.line("A * transpose(A)", cube, cube / 2,
         [](auto& t) { t.c = t.a * transpose(t.a); },
         [](auto& e) { e.c.noalias() = e.a * e.a.transpose(); },
         [](auto& f) { f.c = f.a * f.a.t(); });
  s.line("transpose(A) * A", cube, cube / 2,
         [](auto& t) { t.c = transpose(t.a) * t.a; },
         [](auto& e) { e.c.noalias() = e.a.transpose() * e.a; },
         [](auto& f) { f.c = f.a.t() * f.a; });
  s.line("D + A * B", cube, cube,
         [](auto& t) { t.c = t.d + t.a * t.b; },
         [](auto& e) { e.c.noalias() = e.d + e.a * e.b; },
         [](auto& f) { f.c = f.d + f.a * f.b; });
  s.line("2 * A * B + 3 * D", cube, cube,
         [](auto& t) { t.c = 2 * t.a * t.b + 3 * t.d; },
         [](auto& e) { e.c.noalias() = 2 * e.a * e.b + 3 * e.d; },
         [](auto& f) { f.c = 2 * f.a * f.b + 3 * f.d; });
  s.line("A * x", square, square,
         [](auto& t) { t.v = t.a * t.x; },
         [](auto& e) { e.v.noalias() = e.a * e.x; },
         [](auto& f) { f.v = f.a * f.x; });
  s.line("transpose(A) * x", square, square,
         [](auto& t) { t.v = transpose(t.a) * t.x; },
         [](auto& e) { e.v.noalias() = e.a.transpose() * e.x; },
         [](auto& f) { f.v = f.a.t() * f.x; });
  s.line("transpose(x) * A", square, square,
         [](auto& t) { t.w = transpose(t.x) * t.a; },
         [](auto& e) { e.w.noalias() = e.x.transpose() * e.a; },
         [](auto& f) { f.w = f.x.t() * f.a; });
  s.line("x * transpose(y)", square, square / 2,
         [](auto& t) { t.c = t.x * transpose(t.y); },
         [](auto& e) { e.c.noalias() = e.x * e.y.transpose(); },
         [](auto& f) { f.c = f.x * f.y.t(); });
  s.line("C += x * transpose(y)", square, square,
         [](auto& t) { t.c += t.x * transpose(t.y); },
         [](auto& e) { e.c.noalias() += e.x * e.y.transpose(); },
         [](auto& f) { f.c += f.x * f.y.t(); });
  s.line("D + x * transpose(y)", square, square,
         [](auto& t) { t.c = t.d + t.x * transpose(t.y); },
         [](auto& e) { e.c.noalias() = e.d + e.x * e.y.transpose(); },
         [](auto& f) { f.c = f.d + f.x * f.y.t(); });
  s.line("dot(x, y)", 2 * n, 2 * n,
         [](auto& t) { t.s = dot(t.x, t.y); },
         [](auto& e) { e.s = e.x.dot(e.y); },
         [](auto& f) { f.s = dot(f.x, f.y); });
  s.line("(transpose(x) * y)(0, 0)", 2 * n, 2 * n,
         [](auto& t) { t.s = (transpose(t.x) * t.y)(0, 0); },
         [](auto& e) { e.s = (e.x.transpose() * e.y)(0, 0); },
         [](auto& f) { f.s = as_scalar(f.x.t() * f.y); });
}

template<class T>
void chains(suite<T>& s, double n, double r) {
  double const cube = 2 * n * n * n, slab = 2 * n * n * r, square = 2 * n * n;
  s.family("chains: T is n x r, F is r x n");
  s.line("F * A * B", 2 * slab, 2 * slab,
         [](auto& t) { t.cf = t.flat * t.a * t.b; },
         [](auto& e) { e.cf.noalias() = e.flat * e.a * e.b; },
         [](auto& f) { f.cf = f.flat * f.a * f.b; });
  s.line("A * B * T", cube + slab, 2 * slab,
         [](auto& t) { t.ct = t.a * t.b * t.tall; },
         [](auto& e) { e.ct.noalias() = e.a * e.b * e.tall; },
         [](auto& f) { f.ct = f.a * f.b * f.tall; });
  s.line("A * B * D * x", 2 * cube + square, 3 * square,
         [](auto& t) { t.v = t.a * t.b * t.d * t.x; },
         [](auto& e) { e.v.noalias() = e.a * e.b * e.d * e.x; },
         [](auto& f) { f.v = f.a * f.b * f.d * f.x; });
  s.line("transpose(x) * A * B * D", 3 * square, 3 * square,
         [](auto& t) { t.w = transpose(t.x) * t.a * t.b * t.d; },
         [](auto& e) { e.w.noalias() = e.x.transpose() * e.a * e.b * e.d; },
         [](auto& f) { f.w = f.x.t() * f.a * f.b * f.d; });
  s.line("A * T * F * B", 2 * slab + cube, 3 * slab,
         [](auto& t) { t.c = t.a * t.tall * t.flat * t.b; },
         [](auto& e) { e.c.noalias() = e.a * e.tall * e.flat * e.b; },
         [](auto& f) { f.c = f.a * f.tall * f.flat * f.b; });
  s.line("A * x * transpose(y) * B", 2 * square + cube, 2.5 * square,
         [](auto& t) { t.c = t.a * t.x * transpose(t.y) * t.b; },
         [](auto& e) { e.c.noalias() = e.a * e.x * e.y.transpose() * e.b; },
         [](auto& f) { f.c = f.a * f.x * f.y.t() * f.b; });
  s.line("A * x * (transpose(y) * B)", 3 * square, 2.5 * square,
         [](auto& t) { t.c = t.a * t.x * (transpose(t.y) * t.b); },
         [](auto& e) { e.c.noalias() = e.a * e.x * (e.y.transpose() * e.b); },
         [](auto& f) { f.c = f.a * f.x * (f.y.t() * f.b); });
  s.line("x * transpose(y) * A * z", square + cube + square, square + 3 * n,
         [](auto& t) { t.v = t.x * transpose(t.y) * t.a * t.z; },
         [](auto& e) { e.v.noalias() = e.x * e.y.transpose() * e.a * e.z; },
         [](auto& f) { f.v = f.x * f.y.t() * f.a * f.z; });
  s.line("(transpose(x) * A * B * y)(0, 0)", 2 * square + 2 * n, 2 * square + 2 * n,
         [](auto& t) { t.s = (transpose(t.x) * t.a * t.b * t.y)(0, 0); },
         [](auto& e) { e.s = (e.x.transpose() * e.a * e.b * e.y)(0, 0); },
         [](auto& f) { f.s = as_scalar(f.x.t() * f.a * f.b * f.y); });
  s.family("transposed operands");
  s.line("transpose(A * B)", cube, cube,
         [](auto& t) { t.c = transpose(t.a * t.b); },
         [](auto& e) { e.c.noalias() = (e.a * e.b).transpose(); },
         [](auto& f) { f.c = (f.a * f.b).t(); });
  s.line("transpose(A * B) * D", 2 * cube, 2 * cube,
         [](auto& t) { t.c = transpose(t.a * t.b) * t.d; },
         [](auto& e) { e.c.noalias() = (e.a * e.b).transpose() * e.d; },
         [](auto& f) { f.c = (f.a * f.b).t() * f.d; });
  s.line("transpose(A) * transpose(B) * x", cube + square, 2 * square,
         [](auto& t) { t.v = transpose(t.a) * transpose(t.b) * t.x; },
         [](auto& e) { e.v.noalias() = e.a.transpose() * e.b.transpose() * e.x; },
         [](auto& f) { f.v = f.a.t() * f.b.t() * f.x; });
  s.line("transpose(A * B) * x", cube + square, 2 * square,
         [](auto& t) { t.v = transpose(t.a * t.b) * t.x; },
         [](auto& e) { e.v.noalias() = (e.a * e.b).transpose() * e.x; },
         [](auto& f) { f.v = (f.a * f.b).t() * f.x; });
  s.line("transpose(A + B) * x", 1.5 * square, 1.5 * square,
         [](auto& t) { t.v = transpose(t.a + t.b) * t.x; },
         [](auto& e) { e.v.noalias() = (e.a + e.b).transpose() * e.x; },
         [](auto& f) { f.v = (f.a + f.b).t() * f.x; });
}

template<class T>
void algebra(suite<T>& s, double n) {
  double const cube = 2 * n * n * n, square = 2 * n * n;
  s.family("common sub-expressions");
  s.line("transpose(A) * B + transpose(A) * B", 2 * cube, cube,
         [](auto& t) { t.c = transpose(t.a) * t.b + transpose(t.a) * t.b; },
         [](auto& e) { e.c.noalias() = e.a.transpose() * e.b + e.a.transpose() * e.b; },
         [](auto& f) { f.c = f.a.t() * f.b + f.a.t() * f.b; });
  s.line("(A' * B)' * (A' * B)", 3 * cube, 1.5 * cube,
         [](auto& t) { t.c = transpose(transpose(t.a) * t.b) * (transpose(t.a) * t.b); },
         [](auto& e) {
           e.c.noalias() = (e.a.transpose() * e.b).transpose() * (e.a.transpose() * e.b);
         },
         [](auto& f) { f.c = (f.a.t() * f.b).t() * (f.a.t() * f.b); });
  s.line("A' * B * A' * B", 3 * cube, 2 * cube,
         [](auto& t) { t.c = transpose(t.a) * t.b * transpose(t.a) * t.b; },
         [](auto& e) { e.c.noalias() = e.a.transpose() * e.b * e.a.transpose() * e.b; },
         [](auto& f) { f.c = f.a.t() * f.b * f.a.t() * f.b; });
  s.line("(A' * B) * (A' * B)", 3 * cube, 2 * cube,
         [](auto& t) { t.c = (transpose(t.a) * t.b) * (transpose(t.a) * t.b); },
         [](auto& e) { e.c.noalias() = (e.a.transpose() * e.b) * (e.a.transpose() * e.b); },
         [](auto& f) { f.c = (f.a.t() * f.b) * (f.a.t() * f.b); });
  s.family("distributivity");
  s.line("A * B + A * D", 2 * cube, cube,
         [](auto& t) { t.c = t.a * t.b + t.a * t.d; },
         [](auto& e) { e.c.noalias() = e.a * e.b + e.a * e.d; },
         [](auto& f) { f.c = f.a * f.b + f.a * f.d; });
  s.line("A * H + B * H", 2 * cube, cube,
         [](auto& t) { t.c = t.a * t.h + t.b * t.h; },
         [](auto& e) { e.c.noalias() = e.a * e.h + e.b * e.h; },
         [](auto& f) { f.c = f.a * f.h + f.b * f.h; });
  s.line("A * B + D * H", 2 * cube, 2 * cube,
         [](auto& t) { t.c = t.a * t.b + t.d * t.h; },
         [](auto& e) { e.c.noalias() = e.a * e.b + e.d * e.h; },
         [](auto& f) { f.c = f.a * f.b + f.d * f.h; });
  s.line("A * (B + D)", cube, cube,
         [](auto& t) { t.c = t.a * (t.b + t.d); },
         [](auto& e) { e.c.noalias() = e.a * (e.b + e.d); },
         [](auto& f) { f.c = f.a * (f.b + f.d); });
  s.line("(A + x * transpose(y)) * z", 2 * square, square + 4 * n,
         [](auto& t) { t.v = (t.a + t.x * transpose(t.y)) * t.z; },
         [](auto& e) { e.v.noalias() = (e.a + e.x * e.y.transpose()) * e.z; },
         [](auto& f) { f.v = (f.a + f.x * f.y.t()) * f.z; });
  s.line("(A + transpose(H) * H) * x", cube + 1.5 * square, 3 * square,
         [](auto& t) { t.v = (t.a + transpose(t.h) * t.h) * t.x; },
         [](auto& e) { e.v.noalias() = (e.a + e.h.transpose() * e.h) * e.x; },
         [](auto& f) { f.v = (f.a + f.h.t() * f.h) * f.x; });
  s.line("A * x + B * x", 2 * square, 1.5 * square,
         [](auto& t) { t.v = t.a * t.x + t.b * t.x; },
         [](auto& e) { e.v.noalias() = e.a * e.x + e.b * e.x; },
         [](auto& f) { f.v = f.a * f.x + f.b * f.x; });
}

template<class T>
void parts(suite<T>& s, double n) {
  double const cube = 2 * n * n * n, square = 2 * n * n;
  s.family("partial access");
  s.line("(A * B)(i, j)", cube, 2 * n,
         [](auto& t) { t.s = (t.a * t.b)(t.i, t.j); },
         [](auto& e) { e.s = (e.a * e.b).eval()(e.i, e.j); },
         [](auto& f) { f.s = (f.a * f.b).eval()(f.i, f.j); });
  s.line("row(A * B, i)", cube, square,
         [](auto& t) { t.w = row(t.a * t.b, t.i); },
         [](auto& e) { e.w = (e.a * e.b).row(e.i); },
         [](auto& f) { f.w = (f.a * f.b).eval().row(f.i); });
  s.line("col(A * B, j)", cube, square,
         [](auto& t) { t.v = col(t.a * t.b, t.j); },
         [](auto& e) { e.v = (e.a * e.b).col(e.j); },
         [](auto& f) { f.v = (f.a * f.b).eval().col(f.j); });
  s.line("block(A * B, i, j, n / 4, n / 4)", cube, cube / 16,
         [](auto& t) { t.cp = block(t.a * t.b, t.i, t.j, t.part, t.part); },
         [](auto& e) { e.cp = (e.a * e.b).block(e.i, e.j, e.part, e.part); },
         [](auto& f) { f.cp = (f.a * f.b).eval().submat(f.i, f.j, size(f.cp)); });
  s.line("diagonal(A * B)", cube, square,
         [](auto& t) { t.v = diagonal(t.a * t.b); },
         [](auto& e) { e.v = (e.a * e.b).diagonal(); },
         [](auto& f) { f.v = diagvec(f.a * f.b); });
  s.line("trace(A * B)", cube, square,
         [](auto& t) { t.s = trace(t.a * t.b); },
         [](auto& e) { e.s = (e.a * e.b).trace(); },
         [](auto& f) { f.s = trace(f.a * f.b); });
  s.line("sum(A * B)", cube, square,
         [](auto& t) { t.s = sum(t.a * t.b); },
         [](auto& e) { e.s = (e.a * e.b).sum(); },
         [](auto& f) { f.s = accu(f.a * f.b); });
  s.line("row_sum(A * B)", cube, 1.5 * square,
         [](auto& t) { t.v = row_sum(t.a * t.b); },
         [](auto& e) { e.v = (e.a * e.b).rowwise().sum(); },
         [](auto& f) { f.v = sum(f.a * f.b, 1); });
  s.line("(A + B)(i, j)", n * n, 1,
         [](auto& t) { t.s = (t.a + t.b)(t.i, t.j); },
         [](auto& e) { e.s = (e.a + e.b)(e.i, e.j); },
         [](auto& f) { f.s = (f.a + f.b).eval()(f.i, f.j); });
  s.line("row(A + B, i)", n * n, n,
         [](auto& t) { t.w = row(t.a + t.b, t.i); },
         [](auto& e) { e.w = (e.a + e.b).row(e.i); },
         [](auto& f) { f.w = (f.a + f.b).eval().row(f.i); });
  s.line("col(A + B, j)", n * n, n,
         [](auto& t) { t.v = col(t.a + t.b, t.j); },
         [](auto& e) { e.v = (e.a + e.b).col(e.j); },
         [](auto& f) { f.v = (f.a + f.b).eval().col(f.j); });
  s.line("diagonal(A + B)", n * n, n,
         [](auto& t) { t.v = diagonal(t.a + t.b); },
         [](auto& e) { e.v = (e.a + e.b).diagonal(); },
         [](auto& f) { f.v = diagvec(f.a + f.b); });
  s.line("trace(A + B)", n * n, 2 * n,
         [](auto& t) { t.s = trace(t.a + t.b); },
         [](auto& e) { e.s = (e.a + e.b).trace(); },
         [](auto& f) { f.s = trace(f.a + f.b); });
}

template<class T>
void structure(suite<T>& s, double n) {
  double const cube = 2 * n * n * n, square = 2 * n * n;
  s.family("loop-invariant code, moved by the user");
  s.line("P = A * B; 10 times: P * col(D, k)", cube + 10 * square, cube + 10 * square,
         [](auto& t) {
           t.p = t.a * t.b;
           for (index_t k = 0; k < 10; ++k) col(t.ct, k) = t.p * col(t.d, k);
         },
         [](auto& e) {
           e.p.noalias() = e.a * e.b;
           for (index_t k = 0; k < 10; ++k) e.ct.col(k).noalias() = e.p * e.d.col(k);
         },
         [](auto& f) {
           f.p = f.a * f.b;
           for (auto k = f.n - f.n; k < 10; ++k) f.ct.col(k) = f.p * f.d.col(k);
         });
  s.family("structure");
  s.line("diagonal_matrix(x) * A", cube, square / 2,
         [](auto& t) { t.c = diagonal_matrix(t.x) * t.a; },
         [](auto& e) { e.c.noalias() = e.x.asDiagonal() * e.a; },
         [](auto& f) { f.c = diagmat(f.x) * f.a; });
  s.line("A * diagonal_matrix(x)", cube, square / 2,
         [](auto& t) { t.c = t.a * diagonal_matrix(t.x); },
         [](auto& e) { e.c.noalias() = e.a * e.x.asDiagonal(); },
         [](auto& f) { f.c = f.a * diagmat(f.x); });
  s.line("diag(x) * A * diag(y)", 2 * cube, square,
         [](auto& t) { t.c = diagonal_matrix(t.x) * t.a * diagonal_matrix(t.y); },
         [](auto& e) { e.c.noalias() = e.x.asDiagonal() * e.a * e.y.asDiagonal(); },
         [](auto& f) { f.c = diagmat(f.x) * f.a * diagmat(f.y); });
  s.line("A * diagonal_matrix(x) * B", 2 * cube, cube + square / 2,
         [](auto& t) { t.c = t.a * diagonal_matrix(t.x) * t.b; },
         [](auto& e) { e.c.noalias() = e.a * e.x.asDiagonal() * e.b; },
         [](auto& f) { f.c = f.a * diagmat(f.x) * f.b; });
  s.line("diagonal_matrix(x) * y", square, n,
         [](auto& t) { t.v = diagonal_matrix(t.x) * t.y; },
         [](auto& e) { e.v.noalias() = e.x.asDiagonal() * e.y; },
         [](auto& f) { f.v = diagmat(f.x) * f.y; });
  s.line("identity * A", cube, 0,
         [](auto& t) { t.c = tessera::identity<T>(t.n) * t.a; },
         [](auto& e) { e.c.noalias() = e.a.Identity(e.n, e.n) * e.a; },
         [](auto& f) { f.c = identity_like(f.a) * f.a; });
  s.line("A * B + identity", cube, cube,
         [](auto& t) { t.c = t.a * t.b + tessera::identity<T>(t.n); },
         [](auto& e) { e.c.noalias() = e.a * e.b + e.a.Identity(e.n, e.n); },
         [](auto& f) { f.c = f.a * f.b + identity_like(f.a); });
}

// clang-format on

struct options {
  index_t n = 512;
  int rounds = 11;
  bool doubles = false;
};

options parse(int argc, char** argv) {
  options o;
  for (int k = 1; k < argc; ++k) {
    std::string const text = argv[k];
    long number = 0;
    int read = 0;
    bool const counts = std::sscanf(argv[k], "%ld%n", &number, &read) == 1;
    if (text == "float" || text == "double") {
      o.doubles = text == "double";
    } else if (counts && read == int(text.size()) && number >= 16) {
      o.n = number;
    } else if (counts && read + 1 == int(text.size()) && text.back() == 'x' && number >= 1) {
      o.rounds = int(number);
    } else {
      std::cerr << "lamp: '" << text
                << "' is not an extent from 16 on, float, double, or rounds such as 5x\n";
      std::exit(2);
    }
  }
  return o;
}

template<class T>
int measure(options const& o) {
  suite<T> s(o.n, o.rounds);
  double const n = double(o.n);
  products(s, n);
  chains(s, n, double(s.narrow(o.n)));
  algebra(s, n);
  parts(s, n);
  structure(s, n);
  s.lost();
  return s.failed() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  auto const o = parse(argc, argv);
  std::cout << bench::machine() << '\n'
            << bench::peers() << '\n'
            << (o.doubles ? "double" : "float") << ", n = " << o.n
            << ", r = " << suite<float>::narrow(o.n) << std::endl;
  return o.doubles ? measure<double>(o) : measure<float>(o);
}
