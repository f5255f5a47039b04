// SPDX-License-Identifier: BSL-1.0
#pragma once
// Who is faster? Rivals run in turn, a few milliseconds each, round after round. Within a round the
// machine is in one state (frequency, neighbours, caches), so the ratio of each round is sound
// where two times, taken one after the other, are not. The order is reversed in every second round.

#include "timeit.hpp"

namespace bench {

/// The median and the two quarters around it: half of all values lie between low and high.
struct quartiles {
  double low = 0, median = 0, high = 0;

  /// How far apart the quarters are, as a part of the median.
  double spread() const { return (high - low) / median; }
};

/// Of at least one value; between two values by linear interpolation.
inline quartiles quartiles_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  auto const at = [&](double part) {
    double const place = part * double(values.size() - 1);
    auto const i = std::size_t(place), next = std::min(i + 1, values.size() - 1);
    return values[i] + (place - double(i)) * (values[next] - values[i]);
  };
  return {at(0.25), at(0.5), at(0.75)};
}

template<class F>
struct rival {
  std::string name;
  F run;
};
template<class F>
rival(char const*, F) -> rival<F>;
template<class F>
rival(std::string, F) -> rival<F>;

/// How one rival did.
struct standing {
  std::string name;
  long loops = 1;              // calls per run
  std::vector<double> rounds;  // seconds per call, one number for each round
  quartiles seconds;           // of those
  quartiles ratio;             // its time over the first rival's, round by round: below 1 is faster
};

struct effort {
  int rounds = 21;
  double seconds = 0.004;  // per run
};

/// The standings, in the order of the rivals. Each is called until a run takes long enough, which
/// also warms it up.
template<class Clock = std::chrono::steady_clock, class... F>
std::vector<standing> compare(effort e, rival<F>... rivals) {
  std::vector<standing> table{standing{rivals.name, 1, {}, {}, {}}...};
  auto const each = [&](auto const& visit) {
    std::size_t i = 0;
    (visit(table[i++], rivals.run), ...);
  };
  each([&](standing& s, auto& run) {
    for (double t; (t = seconds_of<Clock>(s.loops, run)) < e.seconds && s.loops < 1'000'000'000;)
      s.loops = t > e.seconds / 100 ? long(double(s.loops) * e.seconds / t) + 1 : s.loops * 10;
  });
  for (int round = 0; round < e.rounds; ++round) {
    auto const once = [&](standing& s, auto& run) {
      s.rounds.push_back(seconds_of<Clock>(s.loops, run) / double(s.loops));
    };
    if (round % 2 == 0) {
      each(once);
    } else {
      for (auto turn = table.size(); turn-- > 0;)
        each([&](standing& s, auto& run) {
          if (&s == &table[turn]) once(s, run);
        });
    }
  }
  for (standing& s : table) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < s.rounds.size(); ++i)
      ratios.push_back(s.rounds[i] / table.front().rounds[i]);
    s.seconds = quartiles_of(s.rounds);
    s.ratio = quartiles_of(ratios);
  }
  return table;
}

template<class... F>
std::vector<standing> compare(rival<F>... rivals) {
  return compare(effort{}, std::move(rivals)...);
}

}  // namespace bench
