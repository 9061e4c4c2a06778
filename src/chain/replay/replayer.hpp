// Re-executes ledger records on a bank and holds each slot to the recorded hashes. Used by recovery and by ledger verify.
// A slot is executed only once its Sealed is there: a bank cannot take an open slot back.
#pragma once

#include "chain/ledger/record.hpp"
#include "chain/slot/open_slot.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace zestron::chain {

class Replayer {
 public:
  struct Options {
    bool verify_signatures =
        false;  ///< costs 50 µs each; the ledger's checksums already vouch for what we verified once
    std::uint32_t root_distance_slots = 32;
    /// Each slot as it is sealed.
    std::function<void(const std::shared_ptr<const SlotRecord>&)> sealed;
  };

  Replayer(bank::Bank& bank, Tip tip, Options options) : bank_(bank), tip_(tip), options_(std::move(options)) {}

  /// The next record; executes at the end of a slot. kDiverged when it does not lead where it led the first time, kDamagedLedger when it does not follow the last.
  Result<void> apply(ledger::Record record);

  [[nodiscard]] const Tip& tip() const { return tip_; }
  /// Records of a slot were applied whose Sealed is not there.
  [[nodiscard]] bool in_slot() const { return !records_.empty(); }

 private:
  Result<void> check_order(const ledger::Record& record) const;
  Result<void> run_slot();
  Result<void> run(OpenSlot& slot, const ledger::Record& record);
  Result<void> execute(OpenSlot& slot, const ledger::Transactions& transactions);
  Result<void> seal(OpenSlot& slot, const ledger::Sealed& sealed);

  bank::Bank& bank_;
  Tip tip_;
  Options options_;
  std::vector<ledger::Record> records_;  ///< of the slot that goes on
};

}  // namespace zestron::chain
