// One slot while it is built: what the bank thread and a replay do to the bank, in one place so that they cannot differ.
// Sits on chain/bank; knows no ledger, no queue, no time.
#pragma once

#include "chain/bank/bank.hpp"
#include "chain/error.hpp"
#include "chain/history/history.hpp"
#include "chain/slot_source.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace zestron::chain {

/// The newest frozen slot: what the next one is built on.
struct Tip {
  Slot slot;
  Hash blockhash;
  UnixSeconds clock;
};

std::unexpected<Failure<ChainCode>> from_bank(const Failure<bank::BankError>& failure);

class OpenSlot {
 public:
  /// Opens the slot after `parent`. A `clock` before the parent's is raised to it: time never goes back.
  static Result<OpenSlot> open(bank::Bank& bank, const Tip& parent, UnixSeconds clock);
  /// Slot 0, which the bank itself opens from genesis.
  static Result<OpenSlot> genesis(bank::Bank& bank, const Hash& genesis_hash);

  Result<void> write(const HostWrite& write);
  /// The validator's vote on the parent, with the keys that `label` gives; first of all that the slot holds. One that does not succeed is no
  /// error: the slot has no vote then, and has none in a replay.
  Result<void> vote(std::string_view label);

  struct Executed {
    std::size_t landed = 0;  ///< the last so many of transactions()
    std::uint64_t compute_units = 0;
    std::vector<std::size_t> deferred{};  ///< places of those that found no room, rising
  };
  /// Executes in order; transactions that did not land leave no trace.
  Result<Executed> execute(std::span<const bank::Transaction> transactions,
                           bank::CostLimits limits = bank::CostLimits::kNone);

  [[nodiscard]] Slot slot() const { return record_.slot; }
  [[nodiscard]] Slot parent() const { return record_.parent; }
  [[nodiscard]] UnixSeconds clock() const { return record_.clock; }
  [[nodiscard]] std::span<const LandedTransaction> transactions() const { return record_.transactions; }
  [[nodiscard]] std::uint64_t host_writes() const { return host_writes_; }

  /// Freezes. The slot is of no further use.
  Result<std::shared_ptr<const SlotRecord>> seal();

 private:
  explicit OpenSlot(bank::Bank& bank) : bank_(&bank) {}

  bank::Bank* bank_;
  SlotRecord record_;
  std::uint64_t host_writes_ = 0;
};

}  // namespace zestron::chain
