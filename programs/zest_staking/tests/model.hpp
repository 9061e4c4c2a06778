// The pool as the rules tell it, in plain 128-bit arithmetic and without a byte of the program's: what the sequences hold it to.
#pragma once

#include <zest_staking/errors.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace zest_staking::test {

__extension__ using Wide = unsigned __int128;

struct ModelStake {
  bool exists = false;
  std::uint64_t amount = 0, cooling = 0, bonded = 0, unbonding = 0;
  std::int64_t lock_until = 0, cooling_until = 0, unbonding_until = 0, pledged_until = 0, staked_at = 0;
  int agent = 0, license = 0, decision = 0, developer = 0;  // 0: none
  Wide paid = 0;                                            // the accumulator, in 2^-64
  std::uint64_t fraction = 0;
  std::array<std::uint64_t, 3> owed{};  // staker, developer, treasury
};

class Model {
 public:
  using Fault = std::optional<StakingError>;
  static constexpr int kPeople = 3;
  static constexpr std::int64_t kDay = 86'400;
  static constexpr std::int64_t kCool = 7 * kDay;
  static constexpr std::int64_t kBondCool = 14 * kDay;
  static constexpr std::int64_t kFourYears = 4 * 365 * kDay;

  explicit Model(std::int64_t time) : now(time), updated(time) {}

  std::int64_t now;
  std::array<ModelStake, kPeople> stakes;
  std::array<std::uint64_t, kPeople> wallets{};
  std::uint64_t developer_wallet = 0, treasury = 0, sink = 0, vault = 0, rewards_vault = 0;
  std::uint64_t stream = 0, stream_left = 0, rewards_owed = 0, slashed = 0;
  Wide accumulator = 0;

  Fault stake(std::size_t who, std::uint64_t amount) {
    if (amount == 0) return StakingError::AmountIsZero;
    ModelStake& s = stakes[who];
    settle(s);
    if (!s.exists) s = {.exists = true, .paid = accumulator};
    s.amount += amount;
    s.staked_at = now;
    wallets[who] -= amount;
    vault += amount;
    return {};
  }
  Fault lock(std::size_t who, std::int64_t until) {
    ModelStake& s = stakes[who];
    if (s.amount == 0) return StakingError::NothingStaked;
    if (until <= s.lock_until || until <= now) return StakingError::LockNotLonger;
    if (until > now + kFourYears) return StakingError::LockTooLong;
    s.lock_until = until;
    return {};
  }
  Fault begin_unstake(std::size_t who, std::uint64_t amount) {
    ModelStake& s = stakes[who];
    if (amount == 0) return StakingError::AmountIsZero;
    if (now < s.lock_until) return StakingError::StakeLocked;
    if (s.license != 0) return StakingError::StakePledged;
    if (amount > s.amount || s.amount - amount < s.bonded) return StakingError::StakeTooSmall;
    settle(s);
    s.amount -= amount;
    s.cooling += amount;
    s.cooling_until = std::max(s.cooling_until, now + kCool);
    return {};
  }
  Fault cancel_unstake(std::size_t who) {
    ModelStake& s = stakes[who];
    if (s.cooling == 0) return StakingError::NothingCooling;
    settle(s);
    s.amount += s.cooling;
    s.cooling = 0;
    s.staked_at = now;
    return {};
  }
  Fault unstake(std::size_t who) {
    ModelStake& s = stakes[who];
    if (s.cooling == 0) return StakingError::NothingCooling;
    if (now < s.cooling_until) return StakingError::StillCooling;
    wallets[who] += s.cooling;
    vault -= s.cooling;
    s.cooling = 0;
    return {};
  }
  Fault close(std::size_t who) {
    ModelStake& s = stakes[who];
    if (s.amount != 0 || s.cooling != 0 || s.owed != std::array<std::uint64_t, 3>{} || s.license != 0)
      return StakingError::StakeNotEmpty;
    s = {};
    return {};
  }
  Fault fund(std::size_t who, std::uint64_t amount, std::int64_t duration) {
    if (duration < kDay || duration > kFourYears) return StakingError::DurationOutOfRange;
    if (amount == 0) return StakingError::AmountIsZero;
    flow();
    const auto wanted = static_cast<std::uint64_t>(duration);
    if (stream_left == 0) {
      stream_left = wanted;
    } else if (wanted > stream_left) {
      const Wide longest = static_cast<Wide>(stream_left) * (stream + amount) / stream;
      stream_left = longest < wanted ? static_cast<std::uint64_t>(longest) : wanted;
    }
    stream += amount;
    wallets[who] -= amount;
    rewards_vault += amount;
    return {};
  }
  Fault claim(std::size_t who, std::size_t party) {
    ModelStake& s = stakes[who];
    if (party == 1 && s.developer == 0) return StakingError::DestinationNotThePayees;
    settle(s);
    std::uint64_t& owed = s.owed[party];
    if (owed == 0) return StakingError::NothingToClaim;
    rewards_vault -= owed;
    rewards_owed -= owed;
    (party == 0 ? wallets[who] : party == 1 ? developer_wallet : treasury) += owed;
    owed = 0;
    return {};
  }
  Fault bond(std::size_t who, int agent, std::uint64_t amount) {
    ModelStake& s = stakes[who];
    if (amount == 0) return StakingError::AmountIsZero;
    if (s.bonded != 0 && s.agent != agent) return StakingError::BondedToAnotherAgent;
    if (static_cast<Wide>(s.bonded) + amount > s.amount) return StakingError::BondTooLarge;
    s.agent = agent;
    s.bonded += amount;
    return {};
  }
  Fault begin_unbond(std::size_t who, std::uint64_t amount) {
    ModelStake& s = stakes[who];
    if (amount == 0) return StakingError::AmountIsZero;
    if (static_cast<Wide>(s.unbonding) + amount > s.bonded) return StakingError::BondTooSmall;
    s.unbonding += amount;
    s.unbonding_until = std::max(s.unbonding_until, now + kBondCool);
    return {};
  }
  Fault unbond(std::size_t who) {
    ModelStake& s = stakes[who];
    if (s.unbonding == 0) return StakingError::NothingUnbonding;
    if (now < s.unbonding_until) return StakingError::StillUnbonding;
    s.bonded -= s.unbonding;
    s.unbonding = 0;
    if (s.bonded == 0) s.agent = 0;
    return {};
  }
  Fault slash(std::size_t who, int agent, int decision, std::uint64_t amount) {
    ModelStake& s = stakes[who];
    if (amount == 0) return StakingError::AmountIsZero;
    if (s.bonded == 0) return StakingError::NotBonded;
    if (s.agent != agent) return StakingError::BondedToAnotherAgent;
    if (decision <= s.decision) return StakingError::SlashedAlready;
    if (amount > s.bonded / 2) return StakingError::SlashTooLarge;
    settle(s);
    s.decision = decision;
    s.bonded -= amount;
    s.unbonding = std::min(s.unbonding, s.bonded);
    s.amount -= amount;
    slashed += amount;
    return {};
  }
  Fault collect() {
    if (slashed == 0) return StakingError::NothingSlashed;
    vault -= slashed;
    sink += slashed;
    slashed = 0;
    return {};
  }
  Fault pledge(std::size_t who, int license, std::int64_t until) {
    ModelStake& s = stakes[who];
    if (s.amount == 0) return StakingError::NothingStaked;
    if (s.license != 0) return StakingError::StakePledged;
    if (until <= now || until > s.lock_until) return StakingError::PledgeBehindLock;
    settle(s);
    s.license = license;
    s.developer = 1;
    s.pledged_until = until;
    return {};
  }
  Fault release(std::size_t who, int license) {
    ModelStake& s = stakes[who];
    if (s.license == 0) return StakingError::NotPledged;
    if (s.license != license) return StakingError::PledgedToAnotherLicense;
    settle(s);
    s.license = 0;
    return {};
  }
  Fault release_ended(std::size_t who) {
    ModelStake& s = stakes[who];
    if (s.license == 0) return StakingError::NotPledged;
    if (now < s.pledged_until) return StakingError::PledgeNotOver;
    return release(who, s.license);
  }

  std::uint64_t staked() const {
    std::uint64_t sum = 0;
    for (const ModelStake& s : stakes) sum += s.amount;
    return sum;
  }
  std::uint64_t all_cooling() const {
    std::uint64_t sum = 0;
    for (const ModelStake& s : stakes) sum += s.cooling;
    return sum;
  }

 private:
  void flow() {
    const std::int64_t passed = now - updated;
    if (passed <= 0) return;
    updated = now;
    if (staked() == 0 || stream_left == 0) return;
    const auto seconds = std::min<std::uint64_t>(static_cast<std::uint64_t>(passed), stream_left);
    const auto flowed = static_cast<std::uint64_t>(static_cast<Wide>(stream) * seconds / stream_left);
    accumulator += (static_cast<Wide>(flowed) << 64) / staked();
    stream -= flowed;
    stream_left -= seconds;
    rewards_owed += flowed;
  }
  void settle(ModelStake& s) {
    flow();
    if (!s.exists) return;
    const Wide earned = accumulator - s.paid;  // its upper word is small here: amounts are below 2^60
    const Wide low = static_cast<Wide>(s.amount) * static_cast<std::uint64_t>(earned) + s.fraction;
    const auto gain = static_cast<std::uint64_t>(s.amount * static_cast<std::uint64_t>(earned >> 64) +
                                                 static_cast<std::uint64_t>(low >> 64));
    s.paid = accumulator;
    s.fraction = static_cast<std::uint64_t>(low);
    if (s.license == 0) {
      s.owed[0] += gain;
      return;
    }
    const auto developer = static_cast<std::uint64_t>(static_cast<Wide>(gain) * 70 / 100);
    s.owed[1] += developer;
    s.owed[2] += gain - developer;
  }

  std::int64_t updated;
};

}  // namespace zest_staking::test
