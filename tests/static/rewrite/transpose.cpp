// SPDX-License-Identifier: BSL-1.0
// Transposes sink: left-hand side, right-hand side.

#include <boost/hana/prepend.hpp>

#include "support/types.hpp"

using namespace support;

namespace {
constexpr float memory_[16]{};
constexpr m<2, 3> A(memory_, {2, 3}, 3, 1);
constexpr m<3, 4> B(memory_, {3, 4}, 4, 1);
constexpr m<2, 3> D(memory_, {2, 3}, 3, 1);

/// The node, where transpose() would not even build it.
template<class E>
constexpr transposed<E> t(E const& e) {
  return {{}, e};
}
using soft = softmaxed<m<4, 5>>;
}  // namespace

static_assert(becomes<decltype(t(t(A * B))), decltype(A * B)>);
static_assert(becomes<decltype(t(t(A))), m<2, 3>>);
static_assert(becomes<decltype(t(t(t(A)))), decltype(transpose(A))>);
static_assert(becomes<decltype(t(A)), decltype(transpose(A))>);
static_assert(becomes<transposed<transposed<soft>>, soft>);
static_assert(becomes<transposed<soft>, transposed<soft>>);
static_assert(becomes<transposed<decltype(zeros<float, 2, 3>())>, decltype(zeros<float, 3, 2>())>);
static_assert(becomes<transposed<diagonal_matrix_of<m<4, 1>>>, diagonal_matrix_of<m<4, 1>>>);
static_assert(becomes<decltype(transpose(A * B)), decltype(transpose(B) * transpose(A))>);
static_assert(becomes<decltype(transpose(transpose(B) * transpose(A))), decltype(A * B)>);
static_assert(becomes<decltype(transpose(A + D)), decltype(transpose(A) + transpose(D))>);
static_assert(becomes<decltype(transpose(2.f * A)), decltype(2.f * transpose(A))>);
static_assert(becomes<decltype(transpose(relu(-A))), decltype(relu(-transpose(A)))>);
static_assert(becomes<decltype(transpose(A + D) * A), decltype((transpose(A) + transpose(D)) * A)>);
static_assert(becomes<decltype(transpose(A / sum(A))), decltype(transpose(A) / sum(A))>);
static_assert(becomes<transposed<reduced<adds, per::row, m<2, 3>>>,
                      reduced<adds, per::column, decltype(transpose(A))>>);

// nothing to do
static_assert(becomes<decltype(A * B), decltype(A * B)>);
static_assert(becomes<m<2, 3>, m<2, 3>>);

// factors that may not change places
struct quaternion {
  friend quaternion operator+(quaternion a, quaternion) { return a; }
  friend quaternion operator*(quaternion a, quaternion) { return a; }
};
using noncommuting = product<m<2, 3, quaternion>, m<3, 4, quaternion>>;
static_assert(becomes<transposed<noncommuting>, transposed<noncommuting>>);

// as written
static_assert(rules::becomes_by<decltype(transpose(A * B)), decltype(transpose(A * B)),
                                decltype(rules::none)>);
// a column of (A B)' may be summed in another order than a row of A B
static_assert(rules::becomes_by<decltype(transpose(A * B)), decltype(transpose(A * B)),
                                decltype(rules::exact)>);
static_assert(rules::becomes_by<decltype(transpose(row_sum(A + D))),
                                decltype(transpose(row_sum(A + D))), decltype(rules::exact)>);
static_assert(rules::becomes_by<decltype(transpose(relu(-t(t(A))))),
                                decltype(relu(-transpose(A))), decltype(rules::exact)>);

// a rule list of one's own, in front of all others
struct undo_exp {
  static constexpr auto rounding = rules::rounding_effect::reassociating;
  template<class E>
  constexpr auto operator()(mapped<logarithm, mapped<exponential, E>> const& e) const {
    return hana::front(hana::front(e.args).args);
  }
};
using mine = decltype(hana::prepend(rules::all, undo_exp{}));
static_assert(rules::becomes_by<decltype(log(exp(A))), m<2, 3>, mine>);
static_assert(!becomes<decltype(log(exp(A))), m<2, 3>>);
static_assert(rules::becomes_by<decltype(transpose(log(exp(A)) + D)),
                                decltype(transpose(A) + transpose(D)), mine>);
