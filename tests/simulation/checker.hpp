// What must hold at every moment, told from outside of the node: each effect once or not at all, journal and chain agree, no cap passed,
// nothing sent that is not on disk. Knows what really happened; the node under test knows only what its ports tell it.
#pragma once

#include "cluster.hpp"
#include "domain/effect.hpp"
#include "ports/journal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace zestron::simulation {

struct Caps {
  std::uint32_t claims_per_day_max = 4;
  std::uint64_t claim_max = 0;
};

class Checker {
 public:
  Checker(const Cluster& cluster, Caps caps) : cluster_(cluster), caps_(caps) {}

  /// The first thing that was wrong; empty while all is well.
  [[nodiscard]] const std::string& violation() const { return violation_; }

  void simulated(const codec::Message& message, bool refused);
  void signed_at(const Signature& signature, UnixMillis now) { signed_.emplace(signature, now); }
  void sent(const codec::Transaction& transaction);
  /// Steps that the journal was given, and whether it said that they are on disk.
  void recorded(std::span<const domain::Effect> steps, bool durable);
  void landed(const Block& block);
  void rolled_back(const std::vector<Landed>& lost);
  /// The journal of a node that has just started, against all that it ever called durable.
  void restarted(ports::Journal& journal);
  /// After a long quiet time with a node that runs: everything has come to its end.
  void settled();

  /// Figures of the run.
  std::uint64_t effects_landed = 0, effects_expired = 0, effects_failed = 0;

 private:
  using Key = std::pair<Pubkey, std::uint64_t>;
  struct Known {
    domain::Effect effect;
    std::optional<domain::Effect> perhaps;  // the step whose writing was cut off
  };
  void fault(std::string what);
  void check_end(const domain::Effect& effect);
  void check_alone(const domain::Effect& built);

  const Cluster& cluster_;
  Caps caps_;
  std::string violation_;
  std::map<Key, Known> journal_;
  std::map<Signature, Key> keys_;  // of everything that was built
  std::map<Signature, domain::EffectState> ends_;
  std::map<Signature, UnixMillis> signed_;
  std::set<Signature> sent_;
  std::map<Pubkey, std::vector<UnixMillis>> times_;                  // of what was sent
  std::map<Pubkey, std::map<std::uint64_t, std::uint64_t>> ranges_;  // claimed trades on chain: last → first
  std::set<std::pair<Hash, Key>> refused_;                           // by simulation
};

}  // namespace zestron::simulation
