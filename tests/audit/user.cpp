// SPDX-License-Identifier: BSL-1.0
// What a user's program looks like from outside; install.py builds it in three ways.
#include <tessera/tessera.hpp>
using namespace tessera;

int main() {
  matrix<float> A{{1, 2}, {3, 4}}, B{{5, 6}, {7, 8}};
  auto const C = eval<tiled>(A * B);
  return C(0, 0) == 19 && C(0, 1) == 22 && C(1, 0) == 43 && C(1, 1) == 50 ? 0 : 1;
}
