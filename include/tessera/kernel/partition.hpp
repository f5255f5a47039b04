// SPDX-License-Identifier: BSL-1.0
#pragma once
// How many of what go together.

#include <tessera/shape/extent.hpp>

namespace tessera::inline TESSERA_ISA::kernel {

/// n things in the fewest groups of at most `most`: full ones, then what is left; if that is less
/// than half a group, the last two share. This is the size of the first group.
constexpr index_t first_group(index_t n, index_t most) {
  return n >= most + most / 2 ? most : n > most ? (n + 1) / 2 : n;
}

/// How many of them are full.
constexpr index_t full_groups(index_t n, index_t most) {
  return (n % most == 0 ? n : n - most / 2) / most;
}

/// The same groups in any order. No division where `most` is a constant.
class partition {
public:
  index_t groups;

  constexpr partition(index_t n, index_t most)
      : groups((n + most - 1) / most),
        n_(n),
        most_(most),
        last_(n - (groups - 1) * most),
        last_but_one_(most) {
    if (groups < 2 || last_ >= most / 2) return;
    last_but_one_ = first_group(most + last_, most);
    last_ = most + last_ - last_but_one_;
  }

  /// The first thing of group g; n for what would be the group after the last.
  constexpr index_t begin(index_t g) const {
    return g + 1 < groups ? g * most_ : g < groups ? n_ - last_ : n_;
  }
  constexpr index_t size(index_t g) const {
    return g + 2 < groups ? most_ : g + 1 < groups ? last_but_one_ : last_;
  }

private:
  index_t n_, most_, last_, last_but_one_;
};

/// n things in the fewest steps of at most `most`, as equal as can be: things a step.
constexpr index_t equal_steps(index_t n, index_t most) {
  if (n <= most) return n;
  index_t const steps = (n + most - 1) / most;
  return (n + steps - 1) / steps;
}

}  // namespace tessera::inline TESSERA_ISA::kernel
