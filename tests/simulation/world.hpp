// A run: a node, a cluster, a market, a disk and everything that goes wrong between them, all from one number. The same number gives
// the same run, to the byte.
#pragma once

#include "bugs.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace zestron::simulation {

/// One run in so many has Agave's runtime and the real program under its cluster, the others a model of both.
inline constexpr std::uint64_t kBankEvery = 20;
constexpr bool on_bank(std::uint64_t seed) { return seed % kBankEvery == 0; }

struct Report {
  std::string violation;           ///< empty: all held
  std::vector<std::string> trace;  ///< the last events, when asked for
  std::uint64_t fingerprint = 0;   ///< of all events: equal for equal runs
  std::uint64_t slots = 0, kills = 0, forks = 0, landed = 0, expired = 0, failed = 0, rolled_back = 0, damaged = 0;
};

Report simulate(std::uint64_t seed, Bug bug, bool trace = false);

}  // namespace zestron::simulation
