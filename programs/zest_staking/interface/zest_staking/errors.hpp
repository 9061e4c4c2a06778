// The program's errors. Numbers are stable: a new error is appended, none is renumbered.
#pragma once

#include <zest_staking/program.hpp>

namespace zest_staking {

enum class StakingError : u32 {
  // accounts
  LayoutUnknown = 6000,
  NotDeployer,
  MintNotAllowed,
  DestinationNotThePayees,
  DestinationNotSafe,
  // arguments
  AmountIsZero,
  CooldownOutOfRange,
  BondCooldownTooShort,
  FeatureInvalid,
  FeatureRepeated,
  DurationOutOfRange,
  AgentMissing,
  LicenseMissing,
  DeveloperMissing,
  // the stake
  NothingArrived,
  NothingStaked,
  StakeTooSmall,
  StakeLocked,
  LockNotLonger,
  LockTooLong,
  NothingCooling,
  StillCooling,
  StakeNotEmpty,
  // bonds
  BondedToAnotherAgent,
  NotBonded,
  BondTooLarge,
  BondTooSmall,
  NothingUnbonding,
  StillUnbonding,
  SlashTooLarge,
  SlashedAlready,
  NothingSlashed,
  // pledges
  StakePledged,
  NotPledged,
  PledgedToAnotherLicense,
  PledgeBehindLock,
  PledgeNotOver,
  DeveloperUnpaid,
  // rewards
  NothingToClaim,
  NotTheStaker,
  // arithmetic
  AmountOverflow,
};

constexpr Text message(StakingError error) {
  switch (error) {
    case StakingError::LayoutUnknown:
      return "The account has a layout that this program does not know; migrate it or upgrade the program";
    case StakingError::NotDeployer: return "Only the program's upgrade authority creates pools";
    case StakingError::MintNotAllowed: return "The mint has an extension by which others could take or stop tokens";
    case StakingError::DestinationNotThePayees: return "The token account to be paid is not the payee's";
    case StakingError::DestinationNotSafe: return "The token account to be paid has a delegate or a close authority";
    case StakingError::AmountIsZero: return "The amount must not be zero";
    case StakingError::CooldownOutOfRange: return "A cooldown is 0 to 60 days";
    case StakingError::BondCooldownTooShort: return "A bond must cool at least as long as a stake";
    case StakingError::FeatureInvalid:
      return "A feature has a name of 1 to 16 characters, an amount and a lock of 0 to 4 years";
    case StakingError::FeatureRepeated: return "A feature's name stands twice in the list";
    case StakingError::DurationOutOfRange: return "Rewards stream for 1 day to 4 years";
    case StakingError::AgentMissing: return "The agent must not be zero";
    case StakingError::LicenseMissing: return "The license must not be zero";
    case StakingError::DeveloperMissing: return "The developer must not be zero";
    case StakingError::NothingArrived: return "Nothing arrived in the vault";
    case StakingError::NothingStaked: return "Nothing is staked";
    case StakingError::StakeTooSmall: return "Less is staked and free of bonds than this asks for";
    case StakingError::StakeLocked: return "The stake is locked";
    case StakingError::LockNotLonger: return "A lock is only ever lengthened";
    case StakingError::LockTooLong: return "A lock ends at most 4 years from now";
    case StakingError::NothingCooling: return "Nothing is cooling";
    case StakingError::StillCooling: return "The cooldown is not over";
    case StakingError::StakeNotEmpty: return "The stake still holds or is owed something, or is pledged";
    case StakingError::BondedToAnotherAgent: return "The stake is bonded to another agent";
    case StakingError::NotBonded: return "The stake is not bonded";
    case StakingError::BondTooLarge: return "More would be bonded than is staked";
    case StakingError::BondTooSmall: return "Less is bonded than this asks for";
    case StakingError::NothingUnbonding: return "No bond is being ended";
    case StakingError::StillUnbonding: return "The bond's cooldown is not over";
    case StakingError::SlashTooLarge: return "A decision slashes at most half of what is bonded";
    case StakingError::SlashedAlready: return "This decision or a later one has slashed the stake already";
    case StakingError::NothingSlashed: return "Nothing slashed is left to collect";
    case StakingError::StakePledged: return "The stake is pledged to a license";
    case StakingError::NotPledged: return "The stake is not pledged";
    case StakingError::PledgedToAnotherLicense: return "The stake is pledged to another license";
    case StakingError::PledgeBehindLock: return "The lock ends before the pledge would";
    case StakingError::PledgeNotOver: return "The pledge is not over";
    case StakingError::DeveloperUnpaid: return "Pay the developer of the last pledge first";
    case StakingError::NothingToClaim: return "Nothing is owed to this party";
    case StakingError::NotTheStaker: return "Only the staker claims the staker's rewards";
    case StakingError::AmountOverflow: return "An amount would overflow";
  }
  return {};
}

}  // namespace zest_staking
