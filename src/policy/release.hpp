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
};

/// Programs that an approved action may call; filled by whoever knows the addresses.
struct KnownPrograms {
  Pubkey agent_factory;
  std::optional<Pubkey> compute_budget{};  ///< it moves nothing but the fee, which is bounded by itself
};

/// Only the fee payer signs; only known programs are called; of the writable accounts the fee payer loses at most the fee
/// cap and the agent changes in its data only; nothing else changes.
std::expected<domain::SignableTransaction, Refusal> release(const domain::ApprovedIntent& approved,
                                                            const codec::Message& message,
                                                            const SimulationReport& report,
                                                            const KnownPrograms& programs);

}  // namespace zestron::policy
