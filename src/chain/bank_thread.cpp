#include "chain/bank_thread.hpp"

#include "chain/ledger/record.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace zestron::chain {

BankThread::BankThread(Parts parts, BankThreadOptions options, Tip tip, std::shared_ptr<SlotSource> source,
                       Observers observers)
    : parts_(parts),
      options_(std::move(options)),
      tip_(tip),
      source_(std::move(source)),
      observers_(std::move(observers)),
      snapshots_({.folder = options_.folder, .kept = options_.snapshots_kept, .notice = options_.notice},
                 parts_.history) {
  for (Slot slot(parts_.progress.bounds().finalized.value() + 1); slot <= tip_.slot; slot = Slot(slot.value() + 1)) {
    if (auto recovered = parts_.history.slot(slot)) not_finalized_.push_back(std::move(recovered));
  }
  thread_ = std::thread([this] { run(); });
}

BankThread::~BankThread() { join(); }

void BankThread::join() {
  if (thread_.joinable()) thread_.join();
  snapshots_.wait();
}

void BankThread::run() {
  if (parts_.ahead.seconds() != 0) source_->runs_ahead(parts_.ahead.seconds());
  // What was accepted while the last slot was sealed, or found no room in it, has a slot yet: each one takes some of what waits, and
  // nothing more comes.
  std::size_t waited = std::numeric_limits<std::size_t>::max();
  while (parts_.progress.healthy()) {
    if (parts_.inputs.stopping()) {
      const std::size_t waiting = deferred_.size() + parts_.inputs.transactions_waiting();
      if (waiting == 0 || waiting >= waited) break;
      waited = waiting;
    }
    if (const auto done = run_slot(); !done) {
      parts_.progress.stop_for(done.error().message);
      break;
    }
  }
  // Writes that came too late for a slot must not leave their callers waiting.
  parts_.inputs.fail(parts_.progress.healthy() ? "the chain is shutting down" : parts_.progress.trouble());
}

Result<void> BankThread::run_slot() {
  // The source plans in its own time, whatever the chain's is.
  SlotPlan plan = source_->plan(Slot(tip_.slot.value() + 1), parts_.ahead.of_source(tip_.clock));
  std::vector<PendingTravel> travels = send_ahead(plan);
  // Sealing and opening are part of a slot's time, or slots would come later and later; half of it is for transactions in any case.
  const std::chrono::nanoseconds now = parts_.timer.now();
  const std::chrono::nanoseconds began = std::clamp(filled_.value_or(now), now - plan.length / 2, now);
  const std::chrono::nanoseconds deadline = began + plan.length;
  units_ = 0;
  auto slot = open(plan);
  for (PendingTravel& travel : travels) {
    if (slot) {
      travel.done.set_value(slot->slot());
    } else {
      travel.done.set_value(fail(ports::ChainError::kUnavailable, slot.error().message));
    }
  }
  if (!slot) return std::unexpected(slot.error());
  if (auto filled = fill(*slot, deadline); !filled) return filled;
  filled_ = parts_.timer.now();
  return seal(*slot);
}

std::vector<PendingTravel> BankThread::send_ahead(SlotPlan& plan) {
  const UnixSeconds source_clock = plan.clock;
  plan.clock = parts_.inputs.paused() ? tip_.clock : std::max(parts_.ahead.of_chain(source_clock), tip_.clock);
  std::vector<PendingTravel> carried_out;
  for (PendingTravel& travel : parts_.inputs.take_travels()) {
    if (travel.target <= plan.clock || travel.target > ClockAhead::kLatest) {
      travel.done.set_value(
          fail(ports::ChainError::kRejected,
               fmt::format("the clock goes ahead only, and not beyond {}: it stands at {}, and {} was asked for",
                           ClockAhead::kLatest.value(), plan.clock.value(), travel.target.value())));
      continue;
    }
    if (auto kept = parts_.ahead.align(source_clock, travel.target); !kept) {
      travel.done.set_value(fail(ports::ChainError::kUnavailable, kept.error().message));
      continue;
    }
    source_->runs_ahead(parts_.ahead.seconds());
    plan.clock = travel.target;
    carried_out.push_back(std::move(travel));
  }
  return carried_out;
}

Result<OpenSlot> BankThread::open(const SlotPlan& plan) {
  auto slot = OpenSlot::open(parts_.bank, tip_, plan.clock);
  if (!slot) return slot;
  const ledger::SlotOpened opened{.parent = slot->parent(), .clock = slot->clock()};
  if (auto kept = record(ledger::encode({slot->slot(), opened})); !kept) return std::unexpected(kept.error());
  if (!options_.voter.empty()) {
    if (auto voted = slot->vote(options_.voter); !voted) return std::unexpected(voted.error());
    if (auto kept = record(ledger::encode({slot->slot(), ledger::Vote{options_.voter}})); !kept)
      return std::unexpected(kept.error());
  }
  for (const HostWrite& write : plan.writes) {
    if (auto written = slot->write(write); !written) return std::unexpected(written.error());
    if (auto kept = record(ledger::encode({slot->slot(), write})); !kept) return std::unexpected(kept.error());
    for (const auto& observer : observers_) observer->written(slot->slot(), write.key);
  }
  if (auto written = write_pending(*slot); !written) return std::unexpected(written.error());
  const Slot root = parts_.progress.bounds().finalized;
  for (const auto& observer : observers_) observer->opened(slot->slot(), slot->parent(), root);
  source_->opened(slot->slot());
  return slot;
}

Result<void> BankThread::write_pending(OpenSlot& slot) {
  std::vector<PendingWrite> writes = parts_.inputs.take_writes();
  std::vector<std::string> refusals;
  for (const PendingWrite& pending : writes) {
    if (pending.if_absent) {
      const auto there = parts_.bank.account(slot.slot(), pending.write.key);
      if (!there || *there) {
        refusals.push_back(there ? std::string() : there.error().message);
        continue;
      }
    }
    const auto written = slot.write(pending.write);
    refusals.push_back(written ? std::string() : written.error().message);
    if (!written) continue;
    if (auto kept = record(ledger::encode({slot.slot(), pending.write})); !kept) return kept;
    for (const auto& observer : observers_) observer->written(slot.slot(), pending.write.key);
  }
  // First visible, then told.
  parts_.progress.processed(slot.slot());
  for (std::size_t at = 0; at < writes.size(); ++at) {
    if (refusals[at].empty()) {
      writes[at].done.set_value(slot.slot());
    } else {
      writes[at].done.set_value(fail(ports::ChainError::kRejected, refusals[at]));
    }
  }
  return {};
}

Result<void> BankThread::fill(OpenSlot& slot, std::chrono::nanoseconds deadline) {
  bool ask = true;
  if (auto done = execute_deferred(slot); !done) return done;
  while (true) {
    const Inputs::Event event =
        parts_.inputs.wait(parts_.timer, deadline, has_room(), !slot.transactions().empty() || !deferred_.empty(), ask);
    if (event == Inputs::Event::kTransactions) {
      if (auto taken = execute(slot, options_.batch_max); !taken) return std::unexpected(taken.error());
      continue;
    }
    if (event == Inputs::Event::kAskToSeal && !source_->may_seal(slot.slot())) continue;
    // What was accepted up to this moment still belongs to the slot, as far as there is room.
    std::size_t left = parts_.inputs.transactions_waiting();
    while (left > 0 && has_room()) {
      const auto taken = execute(slot, std::min(left, options_.batch_max));
      if (!taken) return std::unexpected(taken.error());
      left -= *taken;
    }
    return {};
  }
}

std::size_t BankThread::batch_max(std::size_t wanted) const {
  const std::uint64_t left = units_ < kSlotUnits ? kSlotUnits - units_ : 0;
  return std::min<std::size_t>(wanted, std::max<std::uint64_t>(1, left / kTransactionUnitsMax));
}

Result<std::size_t> BankThread::execute(OpenSlot& slot, std::size_t count_max) {
  auto batch = parts_.inputs.take_transactions(batch_max(count_max));
  const std::size_t taken = batch.size();
  if (taken == 0) return 0;
  if (auto done = run_batch(slot, std::move(batch)); !done) return std::unexpected(done.error());
  return taken;
}

Result<void> BankThread::execute_deferred(OpenSlot& slot) {
  std::vector<bank::Transaction> waiting = std::exchange(deferred_, {});
  auto next = std::make_move_iterator(waiting.begin());
  const auto end = std::make_move_iterator(waiting.end());
  while (next != end && units_ < kSlotUnits) {
    const auto count = std::min(end - next, static_cast<std::ptrdiff_t>(batch_max(options_.batch_max)));
    if (auto done = run_batch(slot, {next, next + count}); !done) return done;
    next += count;
  }
  deferred_.insert(deferred_.end(), next, end);
  return {};
}

Result<void> BankThread::run_batch(OpenSlot& slot, std::vector<bank::Transaction> batch) {
  auto left = run_once(slot, std::move(batch));
  if (!left) return std::unexpected(left.error());
  if (left->empty()) return {};
  auto still = run_once(slot, std::move(*left));
  if (!still) return std::unexpected(still.error());
  std::ranges::move(*still, std::back_inserter(deferred_));
  return {};
}

Result<std::vector<bank::Transaction>> BankThread::run_once(OpenSlot& slot, std::vector<bank::Transaction> batch) {
  const auto executed = slot.execute(batch, bank::CostLimits::kMainnet);
  if (!executed) return std::unexpected(executed.error());
  std::vector<bank::Transaction> left;
  left.reserve(executed->deferred.size());
  for (const std::size_t at : executed->deferred) left.push_back(std::move(batch[at]));
  units_ += executed->compute_units + kTransactionUnits * executed->landed;
  if (executed->landed == 0) return left;
  const auto landed = slot.transactions().last(executed->landed);
  parts_.history.add_open(slot.slot(), landed);
  std::vector<ByteView> wires;
  wires.reserve(landed.size());
  for (const LandedTransaction& transaction : landed) wires.emplace_back(transaction.wire);
  if (auto kept = record(ledger::encode_transactions(slot.slot(), wires)); !kept) return std::unexpected(kept.error());
  return left;
}

Result<void> BankThread::seal(OpenSlot& slot) {
  const std::uint64_t host_writes = slot.host_writes();
  const auto sealed = slot.seal();
  if (!sealed) return std::unexpected(sealed.error());
  const std::shared_ptr<const SlotRecord>& frozen = *sealed;
  tip_ = {.slot = frozen->slot, .blockhash = frozen->blockhash, .clock = frozen->clock};
  parts_.history.add(frozen);
  not_finalized_.push_back(frozen);
  // Before the ledger hears of it, so that nobody is told of confirmed first.
  for (const auto& observer : observers_) observer->reached(Commitment::kProcessed, frozen);
  const ledger::Sealed end{.blockhash = frozen->blockhash,
                           .bank_hash = frozen->bank_hash,
                           .transactions = frozen->transactions.size(),
                           .host_writes = host_writes};
  if (!parts_.ledger.seal(ledger::encode({frozen->slot, end}), frozen))
    return fail(ChainCode::kIo, "the ledger cannot be written");
  return advance_root(frozen->slot);
}

Result<void> BankThread::advance_root(Slot newest) {
  // A slow disk holds finalized back: a restart that finds no more than what is confirmed now must not find itself before what was
  // called final. (The newest is not on disk yet; hence one slot less from there.)
  const Slot target =
      std::min(below(newest, options_.root_distance_slots),
               finalized_after_restart(parts_.progress.bounds().confirmed, options_.root_distance_slots));
  while (!not_finalized_.empty() && not_finalized_.front()->slot <= target) {
    const std::shared_ptr<const SlotRecord> record = std::move(not_finalized_.front());
    not_finalized_.pop_front();
    parts_.progress.finalized(record->slot);
    for (const auto& observer : observers_) observer->reached(Commitment::kFinalized, record);
  }
  const Slot old_root = parts_.bank.bounds().root;
  const Slot root = below(target, kReadGraceSlots);
  if (root <= old_root) return {};
  if (auto rooted = parts_.bank.set_root(root); !rooted) return from_bank(rooted.error());
  const std::uint64_t interval = options_.snapshot_interval_slots;
  if (interval != 0 && root.value() / interval != old_root.value() / interval) snapshot();
  return {};
}

void BankThread::snapshot() {
  const Slot root = parts_.bank.bounds().root;
  if (snapshots_.busy()) {
    if (options_.notice)
      options_.notice(fmt::format("no snapshot of slot {}: the last one is still being written", root.value()));
    return;
  }
  auto collected = parts_.bank.collect_snapshot();
  if (collected) {
    snapshots_.write(std::move(*collected), root);
  } else if (options_.notice) {
    options_.notice(fmt::format("no snapshot of slot {}: {}", root.value(), collected.error().message));
  }
}

Result<void> BankThread::record(Bytes bytes) {
  if (!parts_.ledger.append(std::move(bytes))) return fail(ChainCode::kIo, "the ledger cannot be written");
  return {};
}

}  // namespace zestron::chain
