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
  // allow list
  AllowListTooLong,
  AllowKeepOutOfRange,
  AllowEntryForOurselves,
  AllowEntryForLoader,
  AllowEntryPrefixInvalid,
  AllowEntryNotCanonical,
  AllowRuleUnknown,
  AllowRuleRepeated,
  AllowFixedKeyMissing,
  AllowInstructionForbidden,
  AllowDestinationFree,
  // wallets
  QuoteMintNotListed,
  LicenseMissing,
  LicenseOfAnother,
  LicenseEnded,
  LicenseUnsettled,
  TermsChanged,
  AllowanceWindowInvalid,
  AllowanceKindInvalid,
  MintMissing,
  TooManyMints,
  AllowanceStillNeeded,
  LimitOutOfRange,
  AmountMissing,
  NotEnoughLamports,
  PurseBelowRent,
  PurseChanged,
  WalletChanged,
  CallsOurselves,
  TooManyInnerAccounts,
  SlotOutOfRange,
  // context roots
  IntervalMissing,
  ContextRootMissing,
  ContextTooEarly,
  ContextAhead,
  ContextFull,
  ContextOfAnotherAgent,
  ContextNotProven,
  ContextStillNeeded,
  // execution
  NonceWrong,
  LicenseNotUsable,
  AllowEntryMissing,
  InnerProgramNotAllowed,
  InnerInstructionNotAllowed,
  AccountRuleBroken,
  InnerFlagsUnknown,
  SignaturePassedOn,
  TooManyTokenAccounts,
  PurseTokenAccount,
  UsesExhausted,
  TokenAccountGone,
  TokenMintChanged,
  TokenAuthorityChanged,
  TokenDelegated,
  TokenCloseAuthoritySet,
  TokenAccountFrozen,
  TokenLamportsTaken,
  PositionLost,
  MintNotAllowed,
  AllowanceExceeded,
  PriceMissing,
  PriceAccountInvalid,
  PriceNotVerified,
  PriceStale,
  PriceUncertain,
  PriceWentBack,
  PriceOutOfRange,
  QuoteNotPriced,
  MaxLossExceeded,
  // active agents
  ActiveAgentsLocked,
  StakeOfAnotherPool,
  StakeOfAnother,
  CreatorRecordMissing,
  AgentsStillActive,
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
    case AgentError::AllowListTooLong: return "An allow list has 12 entries at most";
    case AgentError::AllowKeepOutOfRange: return "More entries are to be kept than there are";
    case AgentError::AllowEntryForOurselves: return "An allow entry may not name this program";
    case AgentError::AllowEntryForLoader: return "An allow entry may not name a loader or the vote program";
    case AgentError::AllowEntryPrefixInvalid: return "An allow entry's instruction prefix must have 1 to 16 bytes";
    case AgentError::AllowEntryNotCanonical: return "Unused bytes of an allow entry must be zero";
    case AgentError::AllowRuleUnknown: return "An account rule has no such role, or there are more than 8";
    case AgentError::AllowRuleRepeated: return "Two account rules name one position";
    case AgentError::AllowFixedKeyMissing: return "An account rule names a fixed key that is zero";
    case AgentError::AllowInstructionForbidden: return "This instruction of that program may not be allowed";
    case AgentError::AllowDestinationFree: return "The entry must fix who receives value at each position that does";
    case AgentError::QuoteMintNotListed: return "Governance does not list the mint as a quote mint";
    case AgentError::LicenseMissing: return "A wallet of anyone but the agent's owner needs a license";
    case AgentError::LicenseOfAnother:
      return "The license is for another agent, an earlier one of this address, or another person";
    case AgentError::LicenseEnded: return "The license was refunded or revoked";
    case AgentError::LicenseUnsettled: return "Uses of the license must be settled first";
    case AgentError::TermsChanged: return "The agent's terms are not those that were agreed to";
    case AgentError::AllowanceWindowInvalid:
      return "An allowance's window must be a multiple of 7 s, above 0 with a cap";
    case AgentError::AllowanceKindInvalid:
      return "Only an allowance of a mint names one, waivers are 0 or 1, and uses and fees have none";
    case AgentError::MintMissing: return "The mint must not be zero";
    case AgentError::TooManyMints: return "A wallet has 8 mints at most";
    case AgentError::AllowanceStillNeeded: return "The mint is still tracked, or was spent within its window";
    case AgentError::LimitOutOfRange: return "max_loss_bps is 10000 at most";
    case AgentError::AmountMissing: return "There is nothing to withdraw";
    case AgentError::NotEnoughLamports: return "The purse holds less";
    case AgentError::PurseBelowRent: return "The purse must be left empty or rent exempt";
    case AgentError::PurseChanged: return "The purse must stay System's, without data";
    case AgentError::WalletChanged: return "The wallet's account must stay what it was";
    case AgentError::CallsOurselves: return "The inner program may not be this one";
    case AgentError::TooManyInnerAccounts: return "The inner instruction has more accounts than a call can pass";
    case AgentError::SlotOutOfRange: return "The slot is beyond what a nonce can hold";
    case AgentError::IntervalMissing: return "The interval must not be zero";
    case AgentError::ContextRootMissing: return "The context root must not be zero";
    case AgentError::ContextTooEarly: return "The slot is less than an interval after the last one committed";
    case AgentError::ContextAhead: return "The slot has not come yet";
    case AgentError::ContextFull: return "There is no room for more slots";
    case AgentError::ContextOfAnotherAgent: return "The context roots belong to an earlier agent of this address";
    case AgentError::ContextNotProven: return "The proof does not lead to a peak";
    case AgentError::ContextStillNeeded: return "Context roots stay as long as their agent does";
    case AgentError::NonceWrong: return "The nonce is not the wallet's next one";
    case AgentError::LicenseNotUsable: return "The license has expired, is used up, disputed or ended";
    case AgentError::AllowEntryMissing: return "The agent has no such allow entry";
    case AgentError::InnerProgramNotAllowed: return "The inner program is not the allow entry's";
    case AgentError::InnerInstructionNotAllowed: return "The inner instruction does not start as the allow entry says";
    case AgentError::AccountRuleBroken:
      return "An account of the inner instruction is not who the allow entry wants there";
    case AgentError::InnerFlagsUnknown:
      return "An account of the inner instruction is flagged as something else than signer or writable";
    case AgentError::SignaturePassedOn:
      return "Only the wallet, its purse and addresses where nothing is may sign the inner instruction";
    case AgentError::TooManyTokenAccounts: return "An execution may write 8 token accounts of the wallet at most";
    case AgentError::PurseTokenAccount: return "A token account of the purse is for its holder only";
    case AgentError::UsesExhausted: return "The wallet's holder allows no further execution in this window";
    case AgentError::TokenAccountGone: return "A token account of the wallet was closed or became something else";
    case AgentError::TokenMintChanged: return "A token account of the wallet holds another mint";
    case AgentError::TokenAuthorityChanged: return "A token account of the wallet was given away";
    case AgentError::TokenDelegated: return "A token account of the wallet has a delegate";
    case AgentError::TokenCloseAuthoritySet: return "A token account of the wallet can be closed by another";
    case AgentError::TokenAccountFrozen: return "A token account of the wallet is frozen";
    case AgentError::TokenLamportsTaken: return "Lamports were taken out of a token account of the wallet";
    case AgentError::PositionLost: return "A position is not the wallet's, or not any more";
    case AgentError::MintNotAllowed: return "The wallet's holder allows nothing of this mint to be spent";
    case AgentError::AllowanceExceeded: return "More was spent than the allowance has left in this window";
    case AgentError::PriceMissing: return "What was spent has no price, and the wallet's holder does not allow that";
    case AgentError::PriceAccountInvalid:
      return "An account given for prices is no entry of governance, or not the price that it names";
    case AgentError::PriceNotVerified: return "The price is not fully verified";
    case AgentError::PriceStale: return "The price is too old, or from the future";
    case AgentError::PriceUncertain: return "The price is not positive, or too uncertain";
    case AgentError::PriceWentBack: return "An older price than this was used already";
    case AgentError::PriceOutOfRange: return "The price or a value does not fit";
    case AgentError::QuoteNotPriced:
      return "The first price account must be that of the agent's quote mint, which must be a dollar";
    case AgentError::MaxLossExceeded: return "The execution lost more than the wallet's holder allows";
    case AgentError::ActiveAgentsLocked: return "More active agents need a stake that unlocks them";
    case AgentError::StakeOfAnotherPool: return "The stake is in another pool than governance's";
    case AgentError::StakeOfAnother: return "The stake is not the agent's owner's";
    case AgentError::CreatorRecordMissing: return "An active agent stops with its owner's creator record only";
    case AgentError::AgentsStillActive: return "Agents of this creator are still active";
  }
  return {};
}

}  // namespace agent_factory
