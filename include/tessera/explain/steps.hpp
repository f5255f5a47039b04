// SPDX-License-Identifier: BSL-1.0
#pragma once
// The steps that an evaluation consists of. D is a view of the destination, wherever that is; what
// has to be made before a step stands in its tree (explain/staged.hpp).

#include <tessera/expr/nodes.hpp>

namespace tessera::inline TESSERA_ISA::explaining {

/// One nest: a product with its epilogue, or an element-wise pass. Below: what is made before.
template<class P, class D, class E>
struct nest_step {
  D d;
  E tree;
};
/// A product of three factors or more, in an order that is found at run time; ids from `id` on are
/// for its intervals.
template<class P, class D, class E>
struct chain_step {
  D d;
  E tree;
  int id;
};
template<class Then, class Else>
struct choice_step {
  bool first;
  Then then;
  Else otherwise;
};
/// Panel by panel: Ready is made before the first, Panel is what happens to the first.
template<class P, class Ready, class Panel>
struct stream_step {
  Ready ready;
  Panel panel;
  index_t m, rows;
};
/// R over the source (a tree, or a stream of them) into d. Leans: see lower/reduce.hpp. AsColumns:
/// the columns are reduced as the rows of the transpose.
template<class P, class R, per Each, class D, class Source, bool AsColumns = false>
struct reduction_step {
  D d;
  Source source;
};
template<class P, class D, class Source>
struct softmax_step {
  D d;
  Source source;
};
/// Numbers: R over all elements; a dot product; an element; a function of numbers.
template<class P, class R, class Source>
struct total_step {
  Source source;
};
template<class P, class X, class Y>
struct dot_step {
  X x;
  Y y;
};
template<class E>
struct number_step {
  E tree;
};

}  // namespace tessera::inline TESSERA_ISA::explaining
