// Which accounts of the chain may have changed, so that a thousand agents need not look at theirs in every slot. Filled on the chain's bank
// thread, taken on the loop thread.
#pragma once

#include "chain/observer.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace zestron::node {

class ChangedAccounts final : public chain::Observer {
 public:
  void opened(Slot, Slot, Slot) override {}
  void written(Slot, const Pubkey& key) override {
    const std::lock_guard lock(mutex_);
    keys_.push_back(key);
  }
  /// All that its transactions name: which of them were written does not matter to who looks again.
  void reached(Commitment level, const std::shared_ptr<const chain::SlotRecord>& record) override {
    if (level != Commitment::kProcessed) return;
    const std::lock_guard lock(mutex_);
    for (const auto& transaction : record->transactions)
      keys_.insert(keys_.end(), transaction.keys.begin(), transaction.keys.end());
  }

  /// Those since the last call, some of them more than once.
  [[nodiscard]] std::vector<Pubkey> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(keys_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Pubkey> keys_;
};

}  // namespace zestron::node
