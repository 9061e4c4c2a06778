#include "app/node/market_slots.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace zestron::node {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
constexpr std::int64_t kSecondMs = 1'000;

UnixSeconds system_now() {
  return UnixSeconds(
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

}  // namespace

chain::SlotPlan MarketSlots::plan(Slot slot, UnixSeconds parent_clock) {
  const std::lock_guard lock(mutex_);
  AttendedSlot planned{slot, parent_clock, std::nullopt};
  chain::SlotPlan plan{parent_clock, {}, {}};
  if (market_) {
    planned.tick = next_(slot);
    plan.length = options_.slot_length;
  }
  if (options_.wall_clock) {
    plan.clock = std::max(parent_clock, system_now());
  } else if (planned.tick) {
    plan.clock = UnixSeconds(std::max(parent_clock.value(), planned.tick->published.value() / 1000));
    idle_ns_ = 0;
  } else {
    idle_ns_ += options_.slot_time.count();
    plan.clock = UnixSeconds(parent_clock.value() + idle_ns_ / kSecondNs);
    idle_ns_ %= kSecondNs;
    // Nothing left to play: a chain that spins through empty slots would only fill the disk.
    if (market_) plan.length = std::max(options_.slot_length, options_.slot_time);
  }
  if (planned.tick) {
    // Programs compare a price's age with the chain's clock.
    domain::Tick written = *planned.tick;
    written.published = UnixMillis(written.published.value() + ahead_s_ * kSecondMs);
    plan.writes.push_back(write_(written, slot));
  }
  planned.clock = plan.clock;
  planned_ = planned;
  return plan;
}

void MarketSlots::runs_ahead(std::int64_t seconds) {
  const std::lock_guard lock(mutex_);
  ahead_s_ = seconds;
}

void MarketSlots::opened(Slot) {
  const std::lock_guard lock(mutex_);
  waiting_ = planned_;
  opened_.notify_one();
}

bool MarketSlots::may_seal(Slot slot) {
  const std::lock_guard lock(mutex_);
  return closed_ || done_ >= slot;
}

std::optional<AttendedSlot> MarketSlots::attend() {
  std::unique_lock lock(mutex_);
  opened_.wait(lock, [&] { return closed_ || waiting_.has_value(); });
  if (closed_) return std::nullopt;
  return std::exchange(waiting_, std::nullopt);
}

void MarketSlots::done(Slot slot) {
  const std::lock_guard lock(mutex_);
  done_ = slot;
}

void MarketSlots::begin_market() {
  const std::lock_guard lock(mutex_);
  market_ = true;
}

void MarketSlots::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  opened_.notify_all();
}

}  // namespace zestron::node
