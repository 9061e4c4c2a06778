// Who is told of slots as they go through the commitments (PubSub, index, events).
#pragma once

#include "base/types.hpp"
#include "chain/history/history.hpp"

#include <memory>
#include <vector>

namespace zestron::chain {

/// Told of slots in order, each level once, processed before confirmed before finalized. Called on the bank thread (processed,
/// finalized) or the ledger thread (confirmed): take what is needed and return; the record lives as long as the shared_ptr.
class Observer {
 public:
  virtual ~Observer() = default;
  /// The slot is open (for slotSubscribe).
  virtual void opened(Slot slot, Slot parent, Slot root) = 0;
  /// A host wrote this account at the start of the slot, which is about to open.
  virtual void written(Slot /*slot*/, const Pubkey& /*key*/) {}
  /// The slot reached `level`; at kProcessed it is frozen and its record complete.
  virtual void reached(Commitment level, const std::shared_ptr<const SlotRecord>& record) = 0;
};

using Observers = std::vector<std::shared_ptr<Observer>>;

}  // namespace zestron::chain
