// The program's errors. Numbers are stable: a new error is appended, none is renumbered.
#pragma once

#include <governance/program.hpp>

namespace governance {

enum class GovernanceError : u32 {
  // initialize
  NotUpgradeAuthority = 6000,
  PoolOfAnotherAuthority,
  ParametersOutOfBounds,
  // accounts
  LayoutUnknown,
  StakeOfAnotherPool,
  // propose
  StakeTooSmall,
  StakeTooRecent,
  LockTooShort,
  DocumentMissing,
  PayloadInvalid,
  KeyMissing,
  MintPriceInvalid,
  AmountIsZero,
  CallTargetRefused,
  // vote
  NotVoting,
  VotingEnded,
  VotingOpen,
  StakeEmpty,
  TallyOverflow,
  // queue
  QuorumNotReached,
  NotAccepted,
  QueueWindowOver,
  BufferMissing,
  BufferOfAnotherProposal,
  BufferNotOurs,
  BufferChanged,
  // execute
  NotQueued,
  TimelockRunning,
  ExecutionWindowOver,
  AnotherAction,
  AnotherAccount,
  CallAccountsChanged,
  CallSignerRefused,
  MintRefused,
  PoolOfAnotherProgram,
  // cancel, withdraw, close
  AlreadyDecided,
  GuardianCannotStay,
  ProposalNotOver,
  // initialize
  PoolOfAnotherMint,
  // buffers
  BufferGiven,
  BufferNotGiven,
};

constexpr Text message(GovernanceError error) {
  switch (error) {
    case GovernanceError::NotUpgradeAuthority: return "Only the program's upgrade authority initialises governance";
    case GovernanceError::PoolOfAnotherAuthority: return "The stake pool must have governance as its authority";
    case GovernanceError::ParametersOutOfBounds:
      return "A parameter is out of its bounds: 3 to 30 days, quorum 4 to 20 %, proposal stake up to 1 %";
    case GovernanceError::LayoutUnknown:
      return "The account has a layout that this program does not know; migrate it or upgrade the program";
    case GovernanceError::StakeOfAnotherPool: return "The stake lies in another pool than the one that votes";
    case GovernanceError::StakeTooSmall: return "A proposer must have staked more";
    case GovernanceError::StakeTooRecent: return "The stake must be older than the proposal";
    case GovernanceError::LockTooShort: return "The stake must be locked past the end of the vote";
    case GovernanceError::DocumentMissing: return "A proposal names the hash of the text that explains it";
    case GovernanceError::PayloadInvalid: return "The payload is not the bytes of an action of that kind";
    case GovernanceError::KeyMissing: return "A key of the action must not be zero";
    case GovernanceError::MintPriceInvalid:
      return "A Pyth price needs owner, feed, age and confidence, any other none of them; a quote mint needs a price";
    case GovernanceError::AmountIsZero: return "An amount must not be zero";
    case GovernanceError::CallTargetRefused: return "Only the protocol's other programs can be called";
    case GovernanceError::NotVoting: return "The proposal is no longer in its vote";
    case GovernanceError::VotingEnded: return "The vote has ended";
    case GovernanceError::VotingOpen: return "The vote has not ended";
    case GovernanceError::StakeEmpty: return "Nothing is staked there";
    case GovernanceError::TallyOverflow: return "A sum would overflow";
    case GovernanceError::QuorumNotReached: return "Too few tokens took part";
    case GovernanceError::NotAccepted: return "Yes does not outweigh no";
    case GovernanceError::QueueWindowOver: return "A proposal is queued within 14 days of its vote, or never";
    case GovernanceError::BufferMissing: return "The buffer of an upgrade must be given";
    case GovernanceError::BufferOfAnotherProposal: return "The buffer is not the one that was voted on";
    case GovernanceError::BufferNotOurs: return "The buffer's authority must be governance";
    case GovernanceError::BufferChanged: return "The buffer does not hold the bytes that were voted on";
    case GovernanceError::NotQueued: return "The proposal is not queued";
    case GovernanceError::TimelockRunning: return "The timelock has not run out";
    case GovernanceError::ExecutionWindowOver: return "A proposal is executed within 14 days of its timelock, or never";
    case GovernanceError::AnotherAction: return "The proposal is for another action";
    case GovernanceError::AnotherAccount: return "An account is not the one that was voted on";
    case GovernanceError::CallAccountsChanged: return "The call's accounts are not those that were voted on";
    case GovernanceError::CallSignerRefused: return "Only governance signs a call";
    case GovernanceError::MintRefused: return "The mint has an extension by which others could take or stop its tokens";
    case GovernanceError::PoolOfAnotherProgram: return "The pool belongs to another program";
    case GovernanceError::AlreadyDecided: return "The proposal has been decided already";
    case GovernanceError::GuardianCannotStay: return "The guardian can't cancel the proposal that replaces it";
    case GovernanceError::ProposalNotOver: return "The proposal may still be voted on, queued or executed";
    case GovernanceError::BufferGiven: return "A buffer was given for this proposal; return it first";
    case GovernanceError::BufferNotGiven: return "No buffer was given for this proposal";
    case GovernanceError::PoolOfAnotherMint: return "The stake pool is of another mint";
  }
  return {};
}

}  // namespace governance
