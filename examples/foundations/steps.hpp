// SPDX-License-Identifier: BSL-1.0
#pragma once
// From the triple loop to the tile: one product in six steps, each faster than the one before.
// examples/README.md tells the story.

#include <tessera/storage/matrix.hpp>

namespace foundations {

using mat = tessera::matrix<float>;
using vec = tessera::row_vector<float>;

/// C = A B. Shapes: any extents, C is M x N.
void triple_loop(mat& C, mat const& A, mat const& B);
void dot_product(mat& C, mat const& A, mat const& B);
void several_sums(mat& C, mat const& A, mat const& B);
void register_tile(mat& C, mat const& A, mat const& B);
void packed_and_blocked(mat& C, mat const& A, mat const& B);

/// C = relu(A B + b): in one pass, and for comparison in two.
void fused(mat& C, mat const& A, mat const& B, vec const& b);
void in_two_passes(mat& C, mat const& A, mat const& B, vec const& b);

}  // namespace foundations
