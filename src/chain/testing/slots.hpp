// Slots and time as a test wants them: nothing happens until it is told to. For tests only.
#pragma once

#include "chain/chain.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <set>

namespace zestron::chain::testing {

/// Stands still until advance(). The chain hears of it by Chain::wake().
class ManualTimer final : public Timer {
 public:
  [[nodiscard]] std::chrono::nanoseconds now() const override { return std::chrono::nanoseconds(now_.load()); }
  void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                  std::chrono::nanoseconds) override {
    changed.wait(lock);
  }
  void advance(std::chrono::nanoseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_ = 0;
};

/// As a market does: each slot has its own time and writes one "price" account; a slot is sealed when the test allows it.
class ScriptedSlots final : public SlotSource {
 public:
  explicit ScriptedSlots(std::chrono::nanoseconds length = std::chrono::nanoseconds(0)) : length_(length) {}

  SlotPlan plan(Slot slot, UnixSeconds parent_clock) override {
    const auto number = slot.value();
    HostWrite price{.key = price_key(), .lamports = Lamports(1'000'000'000), .owner = Pubkey{}, .data = Bytes(8)};
    for (std::size_t at = 0; at < 8; ++at) price.data[at] = static_cast<std::uint8_t>(number >> (8 * at));
    // Every seventh tick claims an earlier time than the one before.
    const auto step = number % 7 == 0 ? std::int64_t{-5} : std::int64_t{1};
    return {.clock = UnixSeconds(parent_clock.value() + step), .writes = {std::move(price)}, .length = length_};
  }
  void runs_ahead(std::int64_t seconds) override { ahead_.store(seconds); }
  void opened(Slot slot) override { opened_.store(slot.value()); }
  bool may_seal(Slot slot) override {
    asked_.fetch_add(1);
    return slot.value() <= allowed_.load();
  }

  /// Slots up to `slot` may be sealed.
  void allow(Chain& chain, Slot slot) {
    allowed_.store(slot.value());
    chain.wake();
  }
  [[nodiscard]] Slot open_slot() const { return Slot(opened_.load()); }
  [[nodiscard]] std::int64_t ahead() const { return ahead_.load(); }
  [[nodiscard]] std::uint64_t asked() const { return asked_.load(); }

  static Pubkey price_key() {
    Pubkey key;
    key.value().fill(0x33);
    return key;
  }

 private:
  std::chrono::nanoseconds length_;
  std::atomic<std::int64_t> ahead_ = 0;
  std::atomic<std::uint64_t> opened_ = 0, allowed_ = 0, asked_ = 0;
};

/// Keeps what it was told, and lets a test wait for a slot to reach a level.
class Recorder final : public Observer {
 public:
  void opened(Slot slot, Slot, Slot) override {
    const std::lock_guard lock(mutex_);
    opened_ = slot;
    changed_.notify_all();
  }
  void reached(Commitment level, const std::shared_ptr<const SlotRecord>& record) override {
    const std::lock_guard lock(mutex_);
    auto& slots = slots_[level];
    in_order_ = in_order_ && (slots.empty() || slots.rbegin()->first.value() + 1 == record->slot.value());
    if (level != Commitment::kProcessed) in_order_ = in_order_ && slots_[Commitment::kProcessed].contains(record->slot);
    if (level == Commitment::kFinalized) in_order_ = in_order_ && slots_[Commitment::kConfirmed].contains(record->slot);
    slots.emplace(record->slot, record);
    changed_.notify_all();
  }

  /// Blocks; a test that fails here runs into its time limit.
  std::shared_ptr<const SlotRecord> wait_for(Commitment level, Slot slot) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !slots_[level].empty() && slots_[level].rbegin()->first >= slot; });
    const auto found = slots_[level].find(slot);
    return found == slots_[level].end() ? nullptr : found->second;
  }
  void wait_for_open(Slot slot) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return opened_ >= slot; });
  }
  [[nodiscard]] std::map<Slot, std::shared_ptr<const SlotRecord>> at(Commitment level) const {
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(level);
    return found == slots_.end() ? std::map<Slot, std::shared_ptr<const SlotRecord>>{} : found->second;
  }
  [[nodiscard]] bool in_order() const {
    const std::lock_guard lock(mutex_);
    return in_order_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Slot opened_;
  std::map<Commitment, std::map<Slot, std::shared_ptr<const SlotRecord>>> slots_;
  bool in_order_ = true;
};

}  // namespace zestron::chain::testing
