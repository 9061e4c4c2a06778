// The program's errors. Numbers are stable: a new error is appended, none is renumbered.
#pragma once

#include <rewards/program.hpp>

namespace rewards {

enum class RewardsError : u32 {
  LayoutUnknown = 6000,
  // the program
  NotDeployer,
  MintRefused,
  ParametersInvalid,
  TreasuryInvalid,
  // the pot
  AmountIsZero,
  NothingArrived,
  // agents
  NotTheDeveloper,
  DeveloperIsTreasury,
  AgentRetired,
  AgentReplaced,
  AgentStillThere,
  ListingOfAnother,
  QuoteNotPriced,
  // epochs
  EpochNotOver,
  EntryOver,
  EntryStillOpen,
  EpochExpired,
  EpochNotExpired,
  NothingReceived,
  NotEntered,
  DistributedAlready,
  // payments
  PayeeAccountInvalid,
  NothingToClaim,
  NothingExpired,
  RewardsUnpaid,
  AmountOverflow,
};

constexpr Text message(RewardsError error) {
  switch (error) {
    case RewardsError::LayoutUnknown: return "The account has a layout that this program does not know";
    case RewardsError::NotDeployer: return "Only the program's upgrade authority may create the rewards";
    case RewardsError::MintRefused: return "The mint has an extension by which others reach into vaults";
    case RewardsError::ParametersInvalid:
      return "Emission needs min <= max, usage at most 5,000 and pot 10,000 basis points, and 3 to 6 epochs to claim";
    case RewardsError::TreasuryInvalid: return "The treasury must be a token account of the mint, not the vault";
    case RewardsError::AmountIsZero: return "The amount must not be zero";
    case RewardsError::NothingArrived: return "Nothing arrived in the vault";
    case RewardsError::NotTheDeveloper: return "Only the agent's owner may do this";
    case RewardsError::DeveloperIsTreasury: return "The developer must be somebody else than the treasury's owner";
    case RewardsError::AgentRetired: return "The agent has retired";
    case RewardsError::AgentReplaced: return "The account is of an earlier agent at this address; close it first";
    case RewardsError::AgentStillThere: return "The agent is still there; close it first";
    case RewardsError::ListingOfAnother: return "The listing is of an earlier agent at this address";
    case RewardsError::QuoteNotPriced: return "Give the registry's entry of the agent's quote mint";
    case RewardsError::EpochNotOver: return "The epoch is not over";
    case RewardsError::EntryOver: return "The epoch is opened and entered during the next one only";
    case RewardsError::EntryStillOpen: return "Agents still enter the epoch; distribute in the next one";
    case RewardsError::EpochExpired: return "The epoch's time to distribute is over";
    case RewardsError::EpochNotExpired: return "The epoch is still distributed and claimed";
    case RewardsError::NothingReceived: return "The treasury received nothing for the agent in the epoch";
    case RewardsError::NotEntered: return "The agent has not entered the epoch";
    case RewardsError::DistributedAlready: return "The agent's reward of the epoch is distributed already";
    case RewardsError::PayeeAccountInvalid:
      return "The token account is not of the one who is paid, or others can take from it";
    case RewardsError::NothingToClaim: return "Nothing is owed to this party";
    case RewardsError::NothingExpired: return "Nothing unclaimed has expired";
    case RewardsError::RewardsUnpaid: return "Rewards are unpaid; claim them, or return what has expired";
    case RewardsError::AmountOverflow: return "A sum is larger than 64 bits";
  }
  return {};
}

}  // namespace rewards
