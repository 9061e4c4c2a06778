// Rewards as the rules tell them, in plain 128-bit arithmetic and without a byte of the program's: what the sequences hold
// it to.
#pragma once

#include <rewards/errors.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace rewards::test {

__extension__ using Wide = unsigned __int128;

struct ModelShare {
  std::uint64_t last = 0, weight = 0, bound = 0;
  std::array<std::uint64_t, 2> owed{};  // developer, treasury
  bool is_distributed = false;
};
struct ModelAgent {
  bool exists = false;     // the agent
  std::uint64_t life = 1;  // which agent of its address
  std::int64_t gain = 0, loss = 0;
  std::uint64_t listing_life = 1;
  std::map<std::uint64_t, std::uint64_t> receipts;  // by epoch
  bool joined = false;
  std::uint64_t joined_life = 0;
  std::int64_t rewarded = 0, entered = 0;
  std::map<std::uint64_t, ModelShare> shares;  // by epoch
};
struct ModelEpoch {
  std::uint64_t last = 0, emission = 0, left = 0, weight = 0;
};

class Model {
 public:
  using Fault = std::optional<RewardsError>;
  static constexpr std::size_t kAgents = 3;
  static constexpr std::uint64_t kFloor = 1'000, kCeiling = 1'000'000, kUsage = 3'000, kPotPart = 5'000;

  std::uint64_t current = 0;
  std::uint64_t claim_epochs = 4;
  std::uint64_t pot = 0, vault = 0, treasury = 0;
  std::array<std::uint64_t, kAgents> wallets{};
  std::array<ModelAgent, kAgents> agents;
  std::map<std::uint64_t, ModelEpoch> epochs;
  std::map<std::uint64_t, std::uint64_t> receipts;  // by epoch, of all agents that ever were

  Fault fund(std::uint64_t amount) {
    if (amount == 0) return RewardsError::AmountIsZero;
    pot += amount;
    vault += amount;
    return {};
  }
  Fault open(std::uint64_t index) {
    if (index >= current) return RewardsError::EpochNotOver;
    if (index + 1 != current) return RewardsError::EntryOver;
    const std::uint64_t all = received(receipts, index);
    std::uint64_t emission = 0;
    if (all != 0) {
      const std::uint64_t usage = all * kUsage / 10'000;
      emission = std::min<std::uint64_t>(std::clamp(usage, kFloor, kCeiling), pot * kPotPart / 10'000);
    }
    epochs[index] = {.last = index + claim_epochs, .emission = emission, .left = emission};
    pot -= emission;
    return {};
  }
  Fault join(std::size_t who) {
    ModelAgent& a = agents[who];
    a.joined = true;
    a.joined_life = a.life;
    a.rewarded = a.entered = a.gain - a.loss;
    a.shares.clear();
    return {};
  }
  Fault enter(std::size_t who, std::uint64_t index) {
    ModelAgent& a = agents[who];
    if (a.life != a.joined_life) return RewardsError::AgentReplaced;
    if (a.life != a.listing_life) return RewardsError::ListingOfAnother;
    if (index >= current) return RewardsError::EpochNotOver;
    if (index + 1 != current) return RewardsError::EntryOver;
    const std::uint64_t bound = received(a.receipts, index) / 2;
    if (bound == 0) return RewardsError::NothingReceived;
    expire(a);
    if (!a.shares.contains(index)) {
      a.rewarded = std::max(a.rewarded, a.entered);
      a.shares[index] = {.last = epochs[index].last};
    }
    a.entered = a.gain - a.loss;
    const auto gained = static_cast<Wide>(std::max<std::int64_t>(0, a.entered - a.rewarded));
    ModelShare& share = a.shares[index];
    epochs[index].weight -= share.weight;
    share.weight = root(gained * bound);
    share.bound = bound;
    epochs[index].weight += share.weight;
    return {};
  }
  Fault distribute(std::size_t who, std::uint64_t index) {
    ModelAgent& a = agents[who];
    ModelEpoch& epoch = epochs[index];
    if (index + 1 >= current) return RewardsError::EntryStillOpen;
    if (current > epoch.last) return RewardsError::EpochExpired;
    if (!a.shares.contains(index)) return RewardsError::NotEntered;
    ModelShare& share = a.shares[index];
    if (share.is_distributed) return RewardsError::DistributedAlready;
    std::uint64_t reward = 0;
    if (share.weight != 0) {
      reward = static_cast<std::uint64_t>(static_cast<Wide>(epoch.emission) * share.weight / epoch.weight);
    }
    reward = std::min(reward, share.bound);
    share.is_distributed = true;
    share.owed[0] = static_cast<std::uint64_t>(static_cast<Wide>(reward) * 70 / 100);
    share.owed[1] = reward - share.owed[0];
    epoch.left -= reward;
    return {};
  }
  Fault claim(std::size_t who, std::size_t party) {
    std::uint64_t amount = 0;
    for (auto& [index, share] : agents[who].shares) {
      if (current > share.last) continue;
      amount += share.owed[party];
      share.owed[party] = 0;
    }
    if (amount == 0) return RewardsError::NothingToClaim;
    vault -= amount;
    (party == 0 ? wallets[who] : treasury) += amount;
    return {};
  }
  Fault give_back(std::size_t who) {
    if (expire(agents[who]) == 0) return RewardsError::NothingExpired;
    return {};
  }
  Fault close(std::uint64_t index) {
    if (current <= epochs[index].last) return RewardsError::EpochNotExpired;
    pot += epochs[index].left;
    epochs.erase(index);
    return {};
  }
  Fault leave(std::size_t who) {
    ModelAgent& a = agents[who];
    if (a.exists && a.life == a.joined_life) return RewardsError::AgentStillThere;
    if (owed(a) != 0) return RewardsError::RewardsUnpaid;
    a.joined = false;
    a.shares.clear();
    return {};
  }

  static std::uint64_t owed(const ModelAgent& agent) {
    std::uint64_t sum = 0;
    for (const auto& [index, share] : agent.shares) sum += share.owed[0] + share.owed[1];
    return sum;
  }
  std::uint64_t all_owed() const {
    std::uint64_t sum = 0;
    for (const ModelAgent& agent : agents) sum += owed(agent);
    return sum;
  }
  std::uint64_t allotted() const {
    std::uint64_t sum = 0;
    for (const auto& [index, epoch] : epochs) sum += epoch.left;
    return sum;
  }

 private:
  static std::uint64_t received(const std::map<std::uint64_t, std::uint64_t>& receipts, std::uint64_t index) {
    const auto at = receipts.find(index);
    return at == receipts.end() ? 0 : at->second;
  }
  std::uint64_t expire(ModelAgent& agent) {
    std::uint64_t amount = 0;
    for (auto& [index, share] : agent.shares) {
      if (current <= share.last) continue;
      amount += share.owed[0] + share.owed[1];
      share.owed = {};
    }
    pot += amount;
    return amount;
  }
  static std::uint64_t root(Wide n) {
    auto guess = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(n)));
    while (static_cast<Wide>(guess) * guess > n) --guess;
    while (static_cast<Wide>(guess + 1) * (guess + 1) <= n) ++guess;
    return guess;
  }
};

}  // namespace rewards::test
