// What happened: slots, their transactions with metadata, by signature and by address. Fed by the bank thread, read by RPC.
// Derived from the ledger; nothing here decides anything.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zestron::chain {

/// A transaction that landed (it may have failed: then `error_json` is set and only its fee was taken).
struct LandedTransaction {
  Signature signature;
  Bytes wire;
  std::string error_json;  ///< empty when it succeeded
  std::uint64_t compute_units = 0;
  std::uint64_t fee = 0;
  std::vector<Pubkey> keys;  ///< static, loaded writable, loaded read-only
  Bytes meta;                ///< for bank::transaction_json and bank::logs
};

struct SlotRecord {
  Slot slot, parent;
  std::uint64_t block_height = 0;
  UnixSeconds clock;
  Hash blockhash, parent_blockhash, bank_hash;
  std::vector<LandedTransaction> transactions;
  std::string paid_json;  ///< bank::Bank::rewards: {"rewards","numRewardPartitions"}; empty when the slot paid nothing
};

struct SignatureInfo {
  Signature signature;
  Slot slot;
  std::string error_json;
};

struct TransactionLocation {
  std::shared_ptr<const SlotRecord> record;
  std::size_t index = 0;
};

/// Thread-safe. Lookups see frozen slots; callers compare with SlotBounds for their commitment.
class History {
 public:
  virtual ~History() = default;
  /// nullptr for a slot that was skipped, is open, or is older than the horizon.
  [[nodiscard]] virtual std::shared_ptr<const SlotRecord> slot(Slot slot) const = 0;
  [[nodiscard]] virtual std::optional<TransactionLocation> transaction(const Signature& signature) const = 0;
  /// Cheaper than transaction(): slot and error only; also sees transactions of the open slot.
  [[nodiscard]] virtual std::optional<SignatureInfo> status(const Signature& signature) const = 0;
  /// Newest first, at most `limit`, of slots ≤ `newest`; `before` and `until` are exclusive.
  [[nodiscard]] virtual std::vector<SignatureInfo> signatures_for(const Pubkey& address, Slot newest, std::size_t limit,
                                                                  const std::optional<Signature>& before,
                                                                  const std::optional<Signature>& until) const = 0;
  [[nodiscard]] virtual Slot oldest() const = 0;
};

}  // namespace zestron::chain
