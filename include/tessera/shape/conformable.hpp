// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which shapes may meet: each rule is a concept over extents, so that where known ones break it the
// compiler prints the sentence and both numbers.

#include <tessera/core/because.hpp>
#include <tessera/shape/shape.hpp>

namespace tessera::inline TESSERA_ISA {

/// The shape of an operand; a number beside a matrix stretches like one element.
template<class E>
struct operand_shape {
  using type = shape<1, 1>;
};
template<class E>
  requires expression<E>
struct operand_shape<E> {
  using type = shape_of<E>;
};

/// The first expression among A.
template<class A, class... Rest>
struct first_matrix : first_matrix<Rest...> {};
template<class A, class... Rest>
  requires(expression<A> || sizeof...(Rest) == 0)
struct first_matrix<A, Rest...> {
  using type = A;
};
template<class... A>
using first_matrix_of = typename first_matrix<A...>::type;

template<index_t ColumnsOfA, index_t RowsOfB>
concept as_many_columns_as_rows =
    bool(same_extent<ColumnsOfA, RowsOfB>) ||
    because<"A * B: A must have as many columns as B has rows", ColumnsOfA, RowsOfB>;

template<class A, class B>
concept conformable_for_product = as_many_columns_as_rows<shape_of<A>::cols, shape_of<B>::rows>;

/// Equal, or known to be one, which stretches.
template<index_t A, index_t B>
inline constexpr bool stretches_to = A == 1 || B == 1 || same_extent<A, B>;

template<index_t A, index_t B>
inline constexpr index_t stretched = A == 1   ? B
                                     : B == 1 ? A
                                              : known_of<A, B>;

template<index_t... N>
struct common_extent;
template<index_t N>
struct common_extent<N> {
  static constexpr bool exists = true;
  static constexpr index_t value = N;
};
template<index_t N, index_t M, index_t... Rest>
struct common_extent<N, M, Rest...> {
  using rest = common_extent<stretched<N, M>, Rest...>;
  static constexpr bool exists = stretches_to<N, M> && rest::exists;
  static constexpr index_t value = rest::value;
};

template<index_t... N>
inline constexpr bool agree = common_extent<N...>::exists;

// Each on one line: it is quoted in messages that have to be short.
template<index_t... N>
concept equally_many_rows =
    agree<N...> || because<"operands must have equally many rows, or one that stretches", N...>;

template<index_t... N>
concept equally_many_columns =
    agree<N...> || because<"operands must have equally many columns, or one that stretches", N...>;

template<class... A>
concept conformable_elementwise = equally_many_rows<operand_shape<A>::type::rows...> &&
                                  equally_many_columns<operand_shape<A>::type::cols...>;

/// The shape of an element-wise tree over these operands.
template<class... A>
using broadcast_shape =
    shape<common_extent<shape_of<A>::rows...>::value, common_extent<shape_of<A>::cols...>::value>;

/// The elements of a vector, or of anything else a number that no vector has.
template<class X>
inline constexpr index_t length_of = shape_of<X>::rows == 1   ? shape_of<X>::cols
                                     : shape_of<X>::cols == 1 ? shape_of<X>::rows
                                                              : -1;
template<class X>
concept vector_like = length_of<X> != -1 ||
                      because<"x(i), dot, diagonal_matrix: a vector must have one known row or column">;

template<index_t X, index_t Y>
concept equally_many_elements =
    bool(same_extent<X, Y>) || because<"dot(x, y): x and y must have equally many elements", X, Y>;

template<class X, class Y>
concept conformable_for_dot =
    vector_like<X> && vector_like<Y> && equally_many_elements<length_of<X>, length_of<Y>>;

template<class C, class E>
concept assignable_shape = bool(same_extent<shape_of<C>::rows, shape_of<E>::rows> &&
                                same_extent<shape_of<C>::cols, shape_of<E>::cols>) ||
                           because<"C = e: C must have the shape of e", shape_of<C>::rows,
                                   shape_of<C>::cols, shape_of<E>::rows, shape_of<E>::cols>;

template<class C, class E>
concept holds_elements_of =
    bool(std::same_as<std::common_type_t<value_of<C>, value_of<E>>, value_of<C>>) ||
    because<"C = e: the elements of C must be able to hold those of e">;

/// Somebody else's elements: no operand until there is a view of them.
template<class X>
concept container = !expression<X> && requires(X const& x) { x.begin(); };

template<class X>
concept no_container =
    !container<X> ||
    because<"v, a container, is no matrix: view_of(v) is a row, view(v, rows, cols) a matrix">;

/// What = takes besides matrices: a number fills C, a container is told what it is not.
template<class X>
concept number_or_container =
    !expression<X> &&
    (std::is_arithmetic_v<X> || requires(X const& x) { x.imag(); } || container<X>);

template<class T>
concept writable = !std::is_const_v<T> || because<"C = e: C must not be a view of const elements">;

/// The elements of C; const ones where C is a view of such.
template<class C>
struct element_type_of {
  using type = value_of<C>;
};
template<class C>
  requires requires { typename C::element_type; }
struct element_type_of<C> {
  using type = typename C::element_type;
};

/// Is there a C = e? (Not each number is right for it: see assign_with.)
template<class C, class E>
concept assignable = writable<typename element_type_of<std::remove_reference_t<C>>::type> &&
                     (bool(number_or_container<E>) ||
                      (expression<E> && assignable_shape<C, E> && holds_elements_of<C, E>));

/// Why E is not assignable to C: an argument of the overload of = that is deleted for such E, and
/// so part of what the compiler prints in place of all other candidates.
template<class C, class E>
consteval auto refusal() {
  if constexpr (!writable<typename element_type_of<C>::type>)
    return sentence("C = e: C must not be a view of const elements");
  else if constexpr (!assignable_shape<C, E>) return sentence("C = e: C must have the shape of e");
  else return sentence("C = e: the elements of C must be able to hold those of e");
}

}  // namespace tessera::inline TESSERA_ISA
