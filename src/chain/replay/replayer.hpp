// Re-executes ledger records on a bank and holds each slot to the recorded hashes. Used by recovery and by ledger verify.
#pragma once

#include "chain/ledger/record.hpp"
#include "chain/slot/open_slot.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace zestron::chain {

class Replayer {
 public:
  struct Options {
    bool verify_signatures = false;  ///< costs 50 µs each; the ledger's checksums already vouch for what we verified once
    std::uint32_t root_distance_slots = 32;
    /// Each slot as it is sealed.
    std::function<void(const std::shared_ptr<const SlotRecord>&)> sealed;
  };

  Replayer(bank::Bank& bank, Tip tip, Options options) : bank_(bank), tip_(tip), options_(std::move(options)) {}

  /// The next record. kDiverged when it does not lead where it led the first time, kDamagedLedger when it does not follow the last.
  Result<void> apply(const ledger::Record& record);

  [[nodiscard]] const Tip& tip() const { return tip_; }
  /// Records of a slot were applied whose Sealed is not there.
  [[nodiscard]] bool in_slot() const { return open_.has_value(); }

 private:
  Result<void> open(const ledger::Record& record, const ledger::SlotOpened& opened);
  Result<void> execute(const ledger::Transactions& transactions);
  Result<void> seal(const ledger::Sealed& sealed);

  bank::Bank& bank_;
  Tip tip_;
  Options options_;
  std::optional<OpenSlot> open_;
};

}  // namespace zestron::chain
