// The second gate: does the transaction do what was approved, and nothing else of ours moves? Pure.
#pragma once

#include "domain/approved_intent.hpp"
#include "policy/policy.hpp"

#include <expected>
#include <optional>
#include <vector>

namespace zestron::policy {

/// An account before and after the simulated transaction; absent accounts have zero lamports, no data, System as owner.
struct AccountChange {
  struct State {
    Lamports lamports;
    Pubkey owner;
    Bytes data;
    bool operator==(const State&) const = default;
  };
  Pubkey key;
  State before, after;
};

/// What a simulation said. It must cover every account that the message may write.
struct SimulationReport {
  std::optional<std::string> error;
  std::vector<AccountChange> accounts;
  std::vector<codec::AddressTable> tables{};  ///< that the message loads accounts from, as they are on chain
};

/// Programs that an approved action may call; filled by whoever knows the addresses.
struct KnownPrograms {
  Pubkey agent_factory;
  std::optional<Pubkey> compute_budget{};  ///< it moves nothing but the fee, which is bounded by itself
  /// Called directly it takes only from who signs: the fee payer, whose loss is bounded by itself.
  std::optional<Pubkey> system{};
};

/// What belongs to the agent's wallet, so that a change of it is looked at.
struct Ours {
  std::vector<Pubkey> authorities;     ///< the wallet and its purse; token accounts of theirs are ours
  std::vector<Pubkey> token_programs;  ///< whose accounts are read as token accounts
};

/// Only the fee payer signs, and loses at most the fee cap; only known programs are called; the agent changes in its data only. What
/// our token accounts lose together is at most what was approved, what they gain at least that; none is closed, given away,
/// delegated or frozen; wallet and purse lose no lamports. Accounts of others may change when the action deals with others, and of a
/// claim none.
std::expected<domain::SignableTransaction, Refusal> release(const domain::ApprovedIntent& approved,
                                                            const codec::Message& message,
                                                            const SimulationReport& report,
                                                            const KnownPrograms& programs, const Ours& ours = {});

}  // namespace zestron::policy
