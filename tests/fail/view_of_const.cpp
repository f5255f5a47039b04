// SPDX-License-Identifier: BSL-1.0
// A view of constant elements is read, not written.
// expect: assign
#include <tessera/storage/view.hpp>
using namespace tessera;

#ifdef MUST_FAIL
using element = float const;
#else
using element = float;
#endif
matrix_view<element, shape<1, 1>, strides<1, 1>> show(element& x) { return {&x, {1, 1}, 1, 1}; }
void write(float x) { show(x)(0, 0) = 1; }
