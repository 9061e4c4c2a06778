// What stops agents at once: the kill switch, for one or for all, which people turn, and the quarantine, into which an agent comes
// by itself when policy refuses it too often in a row.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <set>
#include <unordered_map>

namespace zestron::policy {

class Switches {
 public:
  void kill_all(bool on) { all_ = on; }
  void kill(const Pubkey& agent) { killed_.insert(agent); }
  void revive(const Pubkey& agent) { killed_.erase(agent); }
  [[nodiscard]] bool killed(const Pubkey& agent) const { return all_ || killed_.contains(agent); }

  /// Of `agent`, since its last approval.
  [[nodiscard]] std::uint32_t refusals(const Pubkey& agent) const {
    const auto it = refusals_.find(agent);
    return it == refusals_.end() ? 0 : it->second;
  }
  /// Refused by a rule of its own making; the quarantine begins with the `max`-th. 0: never.
  void count_refusal(const Pubkey& agent, std::uint32_t max) {
    if (max != 0 && ++refusals_[agent] >= max) quarantined_.insert(agent);
  }
  void count_approval(const Pubkey& agent) { refusals_.erase(agent); }
  /// As an earlier run left it.
  void quarantine(const Pubkey& agent) { quarantined_.insert(agent); }
  [[nodiscard]] bool quarantined(const Pubkey& agent) const { return quarantined_.contains(agent); }
  /// By a person; the count begins anew.
  void lift_quarantine(const Pubkey& agent) {
    quarantined_.erase(agent);
    refusals_.erase(agent);
  }

 private:
  bool all_ = false;
  std::set<Pubkey> killed_, quarantined_;
  std::unordered_map<Pubkey, std::uint32_t> refusals_;
};

}  // namespace zestron::policy
