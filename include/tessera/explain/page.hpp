// SPDX-License-Identifier: BSL-1.0
#pragma once
// Lines of pseudo-code, each as deep as the loops around it.

#include <tessera/explain/element.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

class page {
public:
  leaf_names& names;
  explicit page(leaf_names& n) : names(n) {}

  void line(std::string const& text) { text_ += wrapped(std::string(2 * depth_, ' ') + text); }
  std::string const& text() const { return text_; }

  /// f() with everything one level deeper.
  template<class F>
  void inside(F const& f) {
    ++depth_;
    f();
    --depth_;
  }
  /// A loop over n things, `by` at a time, around f(); without the loop where it turns once.
  template<class F>
  void loop(std::string const& variable, index_t by, index_t n, F const& f) {
    if (by >= n) return f();
    line(loop_text(variable, by, n) + ':');
    inside(f);
  }
  /// A loop and its body, on one line where they fit.
  void body(std::string const& loop, std::string const& what) {
    if (2 * depth_ + loop.size() + 1 + what.size() <= page_width) return line(loop + ' ' + what);
    line(loop);
    inside([&] { line(what); });
  }
  static std::string loop_text(std::string const& variable, index_t by, index_t n) {
    return "for " + variable + (by > 1 ? " by " + std::to_string(by) : "") + " of " +
           std::to_string(n);
  }

  template<class E>
  std::string tree(E const& e) const {
    return unbracketed(composer{names}.tree(e)).text();
  }
  /// Element (i, j) of a nest's tree, or of a factor of a product.
  template<class E>
  std::string element(E const& e) const {
    return element_text{names}.of(e).text();
  }
  template<class E>
  item factor(E const& e, char const* i, char const* j) const {
    return element_text{names, i, j}.of(e);
  }

private:
  std::string text_;
  std::size_t depth_ = 1;
};

/// A destination: R, or the name of a result, which is given when it is asked for, so that numbers
/// follow the order of the page.
struct goal {
  leaf_names& names;
  int id;
  char const* letter;
  std::string name() const { return id < 0 ? letter : names.result(id, letter); }
};

/// R(i,j) for a destination R of shape S.
template<class S>
std::string target(std::string const& name) {
  return name + (S::rows == 1 && S::cols == 1 ? ""
                 : S::rows == 1               ? "(j)"
                 : S::cols == 1               ? "(i)"
                                              : "(i,j)");
}

inline std::string size_text(extents n) {
  return std::to_string(n.rows) + " x " + std::to_string(n.cols);
}

}  // namespace tessera::inline TESSERA_ISA::explaining
