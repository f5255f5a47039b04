// SPDX-License-Identifier: BSL-1.0
// The build says what it found: BENCH_PEERS is empty or such as `, eigen, openblas`, BENCH_MISSING
// names the others.
#include "peer.hpp"

namespace bench {

std::vector<peer> all_peers() {
  std::vector<peer> peers;
  for (auto* const make : {tessera_tiled BENCH_PEERS}) peers.push_back(make());
  return peers;
}

std::string missing_peers() {
  return BENCH_MISSING;
}

}  // namespace bench
