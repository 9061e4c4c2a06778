#include "chain/inputs.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace zestron::chain {
namespace {

constexpr const char* kStopping = "the chain is shutting down";

template <class Pending>
void refuse_all(std::vector<Pending>& queue, const std::string& why) {
  for (Pending& pending : queue) pending.done.set_value(fail(ports::ChainError::kUnavailable, why));
  queue.clear();
}

}  // namespace

ports::ChainOutcome<void> Inputs::submit(bank::Transaction transaction) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || failed_) return zestron::fail(ports::ChainError::kUnavailable, kStopping);
  if (transactions_.size() >= transactions_max_) {
    return zestron::fail(ports::ChainError::kBusy, "the chain's queue of transactions is full: try again");
  }
  transactions_.push_back(std::move(transaction));
  changed_.notify_one();
  return {};
}

template <class Pending>
std::future<ports::ChainOutcome<Slot>> Inputs::enqueue(std::vector<Pending>& queue, std::size_t most, const char* full,
                                                       Pending pending) {
  auto done = pending.done.get_future();
  const std::lock_guard lock(mutex_);
  if (stopping_ || failed_) {
    pending.done.set_value(zestron::fail(ports::ChainError::kUnavailable, kStopping));
  } else if (queue.size() >= most) {
    pending.done.set_value(zestron::fail(ports::ChainError::kBusy, full));
  } else {
    queue.push_back(std::move(pending));
    changed_.notify_one();  // a paused slot ends for it
  }
  return done;
}

std::future<ports::ChainOutcome<Slot>> Inputs::write_account(HostWrite write, bool if_absent) {
  return enqueue(writes_, kHostWritesMax, "too many host writes wait for the next slot: try again",
                 PendingWrite{.write = std::move(write), .if_absent = if_absent, .done = {}});
}

std::future<ports::ChainOutcome<Slot>> Inputs::travel(UnixSeconds target) {
  return enqueue(travels_, kTravelsMax, "too many travels of the clock wait for the next slot: try again",
                 PendingTravel{.target = target, .done = {}});
}

void Inputs::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void Inputs::pause(bool paused) {
  const std::lock_guard lock(mutex_);
  paused_ = paused;
  changed_.notify_one();
}

bool Inputs::paused() const {
  const std::lock_guard lock(mutex_);
  return paused_;
}

void Inputs::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_one();
}

void Inputs::fail(const std::string& why) {
  const std::lock_guard lock(mutex_);
  failed_ = true;
  transactions_.clear();
  refuse_all(writes_, why);
  refuse_all(travels_, why);
  changed_.notify_one();
}

Inputs::Event Inputs::wait(Timer& timer, std::chrono::nanoseconds deadline, bool room, bool used, bool& ask) {
  std::unique_lock lock(mutex_);
  while (true) {
    if (stopping_ || failed_) return Event::kStop;
    if (std::exchange(woken_, false)) ask = true;
    const bool held = paused_ && !used && writes_.empty() && travels_.empty();
    const bool due = !held && timer.now() >= deadline;
    if (due && std::exchange(ask, false)) return Event::kAskToSeal;
    if (room && !transactions_.empty()) return Event::kTransactions;
    if (due || held) {
      changed_.wait(lock);
    } else {
      timer.wait_until(lock, changed_, deadline);
    }
  }
}

std::vector<bank::Transaction> Inputs::take_transactions(std::size_t count_max) {
  const std::lock_guard lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(count_max, transactions_.size()));
  std::vector<bank::Transaction> taken(std::make_move_iterator(transactions_.begin()),
                                       std::make_move_iterator(transactions_.begin() + count));
  transactions_.erase(transactions_.begin(), transactions_.begin() + count);
  return taken;
}

std::size_t Inputs::transactions_waiting() const {
  const std::lock_guard lock(mutex_);
  return transactions_.size();
}

std::size_t Inputs::writes_waiting() const {
  const std::lock_guard lock(mutex_);
  return writes_.size();
}

std::vector<PendingWrite> Inputs::take_writes() {
  const std::lock_guard lock(mutex_);
  return std::exchange(writes_, {});
}

std::vector<PendingTravel> Inputs::take_travels() {
  const std::lock_guard lock(mutex_);
  return std::exchange(travels_, {});
}

bool Inputs::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_ || failed_;
}

}  // namespace zestron::chain
