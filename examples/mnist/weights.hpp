// SPDX-License-Identifier: BSL-1.0
#pragma once
// The course's weights: `torch.manual_seed(1); weights = torch.randn(784, 10)`, on every machine.
// std::normal_distribution differs from library to library; std::mt19937 does not, and it is
// PyTorch's generator too. So this follows PyTorch's way from one to the other
// (aten/src/ATen/native/cpu/ DistributionTemplates.h), with the logarithm and the cosine in double:
// the values are PyTorch's but for the last bit of some.

#include <cassert>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

#include <tessera/tessera.hpp>

namespace mnist {

/// Independent N(0, 1) by Box and Muller's transform, 16 numbers at a time: the first 8 draws of a
/// group give the radii, the other 8 the angles. Requires: rows * cols a multiple of 16.
inline tessera::matrix<float> torch_randn(tessera::index_t rows, tessera::index_t cols,
                                          std::uint32_t seed) {
  assert(rows * cols % 16 == 0);
  tessera::matrix<float> w(rows, cols);
  std::mt19937 generator(seed);
  for (float& x : w) x = float(generator() & 0xff'ffff) * 0x1p-24f;  // uniform in [0, 1)
  for (float* group = w.begin(); group != w.end(); group += 16)
    for (int j = 0; j < 8; ++j) {
      float& cosine = group[j];
      float& sine = group[j + 8];
      double const radius = std::sqrt(-2 * std::log(1 - double(cosine)));
      double const angle = 2 * std::numbers::pi * double(sine);
      cosine = float(radius * std::cos(angle));
      sine = float(radius * std::sin(angle));
    }
  return w;
}

}  // namespace mnist
