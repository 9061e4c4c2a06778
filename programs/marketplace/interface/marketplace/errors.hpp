// The program's errors. Numbers are stable: a new error is appended, none is renumbered.
#pragma once

#include <marketplace/program.hpp>

namespace marketplace {

enum class MarketError : u32 {
  LayoutUnknown = 6000,
  // market
  NotDeployer,
  ParametersInvalid,
  EpochInvalid,
  MintRefused,
  TreasuryInvalid,
  NotResolver,
  // listings
  NotSeller,
  PayeeMissing,
  PayeeIsTreasury,
  PricesInvalid,
  MetadataHashMissing,
  MetadataUriInvalid,
  VersionNotNext,
  NotListed,
  ListedStill,
  LicencesOpen,
  SharesUnpaid,
  NothingOwed,
  // sales
  AgentNotForSale,
  AgentReplaced,
  TermsChanged,
  NotOffered,
  QuantityInvalid,
  PriceAboveMaximum,
  NothingArrived,
  StakeTooSmall,
  LockTooShort,
  StakePledged,
  // licences
  LicenceEnded,
  LicenceStillRuns,
  NotRefundable,
  NothingLeft,
  WalletMissing,
  WalletOfAnother,
  StakeStillGood,
  // disputes
  DisputeOpen,
  DisputedBefore,
  NoDispute,
  EvidenceMissing,
  ResolverStillDue,
  ResolverTooLate,
  ShareInvalid,
  // money
  MoneyLeft,
  PayeeAccountInvalid,
  AmountOverflow,
};

constexpr Text message(MarketError error) {
  switch (error) {
    case MarketError::LayoutUnknown: return "The account has a layout that this program does not know";
    case MarketError::NotDeployer: return "Only the program's upgrade authority may create the market";
    case MarketError::ParametersInvalid:
      return "Windows must have 1 hour to 60 days; resolver, treasury and bond must not be zero";
    case MarketError::EpochInvalid: return "An epoch must have 1 hour to 60 days";
    case MarketError::MintRefused: return "The mint has an extension by which others reach into vaults";
    case MarketError::TreasuryInvalid: return "The treasury must be governance's token account of the market's mint";
    case MarketError::NotResolver: return "Only the resolver may do this";
    case MarketError::NotSeller: return "Only the agent's owner may do this";
    case MarketError::PayeeMissing: return "The payee must not be zero";
    case MarketError::PayeeIsTreasury: return "The payee must be somebody else than the treasury's owner";
    case MarketError::PricesInvalid:
      return "Offer at least one form; terms of subscriptions and stakes are whole days, 1 day to 4 years";
    case MarketError::MetadataHashMissing: return "The metadata hash must not be zero";
    case MarketError::MetadataUriInvalid: return "The metadata URI must have 1 to 200 bytes";
    case MarketError::VersionNotNext: return "Metadata versions follow each other";
    case MarketError::NotListed: return "The agent is not for sale any more";
    case MarketError::ListedStill: return "Delist the agent first";
    case MarketError::LicencesOpen: return "There are licences that are not closed";
    case MarketError::SharesUnpaid: return "The listing owes money; pay it out first";
    case MarketError::NothingOwed: return "Nothing is owed to this party";
    case MarketError::AgentNotForSale: return "Only a published or active agent can be listed or licensed";
    case MarketError::AgentReplaced: return "The listing is of an earlier agent at this address";
    case MarketError::TermsChanged: return "The agent's terms are not the ones that were expected";
    case MarketError::NotOffered: return "The listing does not offer this form of licence";
    case MarketError::QuantityInvalid: return "Buy one perpetual licence, or at least one period or use";
    case MarketError::PriceAboveMaximum: return "The price is above the buyer's maximum";
    case MarketError::NothingArrived: return "Nothing of the payment arrived";
    case MarketError::StakeTooSmall: return "The stake is smaller than what the listing asks for";
    case MarketError::LockTooShort: return "The stake's lock ends before the licence would";
    case MarketError::StakePledged: return "The stake is pledged already";
    case MarketError::LicenceEnded: return "The licence has ended";
    case MarketError::LicenceStillRuns: return "The licence still runs";
    case MarketError::NotRefundable: return "A licence of this form is not refunded; open a dispute in its window";
    case MarketError::NothingLeft: return "Nothing is left of what was paid";
    case MarketError::WalletMissing: return "Uses are counted by the licensee's wallet: give it";
    case MarketError::WalletOfAnother: return "The wallet is not the licensee's for this agent";
    case MarketError::StakeStillGood: return "The stake still pays for the licence";
    case MarketError::DisputeOpen: return "A dispute is open";
    case MarketError::DisputedBefore: return "A receipt can be disputed once";
    case MarketError::NoDispute: return "No dispute is open";
    case MarketError::EvidenceMissing: return "The hash of the evidence must not be zero";
    case MarketError::ResolverStillDue: return "The resolver still has time";
    case MarketError::ResolverTooLate: return "The resolver's time is over; the dispute lapses";
    case MarketError::ShareInvalid: return "A share has 0 to 10,000 basis points";
    case MarketError::MoneyLeft: return "Money is left on the receipt; settle, refund or collect it first";
    case MarketError::PayeeAccountInvalid: return "The token account is not of the one who is paid";
    case MarketError::AmountOverflow: return "A sum is larger than 64 bits";
  }
  return {};
}

}  // namespace marketplace
