// The program's errors. Numbers are stable: a new error is appended, none is renumbered.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

enum class AgentError : u32 {
  // lifecycle
  AgentAlreadyInactive = 6000,
  AgentAlreadyActive,
  AgentAlreadyPublished,
  AgentAlreadySuspended,
  AgentNotActive,
  AgentSuspended,
  AgentRetired,
  AgentNotRetired,
  NotAuthorized,
  // what a transition asks for
  ThresholdNotPassed,
  ThresholdPassed,
  SuspensionTooRecent,
  TermsUnchanged,
  CreatedInThisSlot,
  // arguments
  ConfigHashMissing,
  ConfigUriInvalid,
  QuoteMintMissing,
  UpgradeAuthorityMissing,
  ExecutorMissing,
  ExecutorRepeated,
  TooManyExecutors,  // told by clients: on chain the argument's bound refuses a longer list as 102
  NotAnExecutor,
  ClaimWithoutTrades,
  ClaimRootMissing,
  // accounts
  LayoutUnknown,
  NoWallets,
  WalletInvalid,
  WalletOfAnotherAgent,
  WalletReadOnly,
  // arithmetic
  CounterOverflow,
  WatermarkAhead,
};

constexpr Text message(AgentError error) {
  switch (error) {
    case AgentError::AgentAlreadyInactive: return "The agent is not active";
    case AgentError::AgentAlreadyActive: return "The agent is active; deactivate it first";
    case AgentError::AgentAlreadyPublished: return "The agent is published already";
    case AgentError::AgentAlreadySuspended: return "The agent is suspended already";
    case AgentError::AgentNotActive: return "Only an active agent can do this";
    case AgentError::AgentSuspended: return "The agent is suspended";
    case AgentError::AgentRetired: return "The agent is retired";
    case AgentError::AgentNotRetired: return "Only a retired agent can be closed";
    case AgentError::NotAuthorized: return "The signer may not do this";
    case AgentError::ThresholdNotPassed: return "No threshold of the agent is passed; only its owner may suspend it";
    case AgentError::ThresholdPassed:
      return "A threshold of the agent is passed; set new thresholds before it is activated";
    case AgentError::SuspensionTooRecent:
      return "Only a week after a suspension by threshold may anyone retire the agent";
    case AgentError::TermsUnchanged: return "A suspended agent comes back under new terms only";
    case AgentError::CreatedInThisSlot: return "An agent can't be closed in the slot of its creation";
    case AgentError::ConfigHashMissing: return "The config hash must not be zero";
    case AgentError::ConfigUriInvalid: return "The config URI must have 1 to 196 ASCII characters";
    case AgentError::QuoteMintMissing: return "The quote mint must not be zero";
    case AgentError::UpgradeAuthorityMissing: return "The upgrade authority must not be zero";
    case AgentError::ExecutorMissing: return "An executor key must not be zero";
    case AgentError::ExecutorRepeated: return "An executor key stands twice in the list";
    case AgentError::TooManyExecutors: return "An agent has 8 executors at most";
    case AgentError::NotAnExecutor: return "The signer is not an executor of the agent";
    case AgentError::ClaimWithoutTrades: return "A claim must cover at least one trade";
    case AgentError::ClaimRootMissing: return "A claim must carry the Merkle root of its trades";
    case AgentError::LayoutUnknown:
      return "The account has a layout that this program does not know; migrate it or upgrade the program";
    case AgentError::NoWallets: return "No wallet was given to fold";
    case AgentError::WalletInvalid: return "An account given as wallet is not one";
    case AgentError::WalletOfAnotherAgent:
      return "A wallet belongs to another agent or to an earlier one of this address";
    case AgentError::WalletReadOnly: return "A wallet to be folded must be writable";
    case AgentError::CounterOverflow: return "A counter would overflow";
    case AgentError::WatermarkAhead: return "A wallet's watermark is ahead of its counters";
  }
  return {};
}

}  // namespace agent_factory
