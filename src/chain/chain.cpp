#include "chain/chain.hpp"

#include "base/assert.hpp"
#include "chain/bank_thread.hpp"
#include "chain/clock_ahead.hpp"
#include "chain/inputs.hpp"
#include "chain/ledger/writer_thread.hpp"
#include "chain/simulation.hpp"
#include "chain/snapshot_writer.hpp"
#include "codec/transaction/transaction.hpp"

#include <algorithm>
#include <atomic>
#include <optional>

#include <fmt/format.h>

namespace zestron::chain {
namespace {

using ports::ChainError;

template <class T>
std::unexpected<Failure<ChainError>> from_bank_read(const bank::Result<T>& result) {
  const auto& [code, message] = result.error();
  switch (code) {
    case bank::BankError::kInvalid:
    case bank::BankError::kSignature: return fail(ChainError::kRejected, message);
    case bank::BankError::kNotFound:
    case bank::BankError::kNoSuchSlot: return fail(ChainError::kNotFound, message);
    default: return fail(ChainError::kUnavailable, message);
  }
}

SlotBounds bounds_of(const Recovered& recovered, const Options& options) {
  const Slot deep = finalized_after_restart(recovered.tip.slot, options.root_distance_slots);
  return {.processed = recovered.tip.slot,
          .confirmed = recovered.tip.slot,
          .finalized = std::max(deep, recovered.bank.bounds().root)};
}

}  // namespace

struct Chain::Impl {
  Impl(Options given, Recovered from, ClockAhead clock_ahead)
      : options(std::move(given)),
        recovered(std::move(from)),
        ahead(std::move(clock_ahead)),
        progress(bounds_of(recovered, options)),
        inputs(options.submit_queue_max),
        timer(options.timer ? options.timer : std::make_shared<SteadyTimer>()) {}

  void confirm(const std::shared_ptr<const SlotRecord>& record) {
    recovered.history->persist(*record);
    progress.confirmed(record->slot);
    for (const auto& observer : observers) observer->reached(Commitment::kConfirmed, record);
  }

  /// `read` as of the commitment's slot. A reader that was held up while the root passed its slot tries again on a newer one.
  template <class Read>
  auto read_at(Commitment commitment, Read read) const {
    auto result = read(progress.bounds().at(commitment));
    for (int attempt = 0; attempt < 3 && !result && result.error().code == bank::BankError::kNoSuchSlot; ++attempt) {
      result = read(progress.bounds().at(commitment));
    }
    return result;
  }

  Options options;
  Recovered recovered;
  ClockAhead ahead;
  Progress progress;
  Inputs inputs;
  std::shared_ptr<Timer> timer;
  Observers observers;
  std::unique_ptr<Fork> fork;
  std::unique_ptr<ledger::WriterThread> ledger;
  std::atomic<const ledger::WriterThread*> ledger_shown = nullptr;  ///< for queues(), which may be asked before start()
  std::unique_ptr<BankThread> bank_thread;
};

Chain::Chain(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Chain::~Chain() { stop(); }

Result<std::unique_ptr<Chain>> Chain::open(Options options) {
  auto recovered =
      recover({.folder = {options.data_dir},
               .genesis_json = options.genesis_json,
               .root_distance_slots = options.root_distance_slots + static_cast<std::uint32_t>(kReadGraceSlots),
               .history_slots_max = options.history_slots_max,
               .history_transactions_max = options.history_transactions_max,
               .segment_bytes_max = options.segment_bytes_max});
  if (!recovered) return std::unexpected(recovered.error());
  auto ahead = ClockAhead::load(DataFolder{options.data_dir}.clock_ahead());
  if (!ahead) return std::unexpected(ahead.error());
  std::unique_ptr<Chain> chain(
      new Chain(std::make_unique<Impl>(std::move(options), std::move(*recovered), std::move(*ahead))));
  if (auto forked = chain->open_fork(); !forked) return std::unexpected(forked.error());
  chain->shorten_next_restart();
  return chain;
}

void Chain::shorten_next_restart() {
  const Options& options = impl_->options;
  const Recovery& report = impl_->recovered.report;
  const Slot root = impl_->recovered.bank.bounds().root;
  if (options.snapshot_interval_slots == 0) return;
  if (report.slots_replayed <= options.replayed_slots_max || root <= report.snapshot) return;
  SnapshotWriter writer({.folder = {options.data_dir}, .kept = options.snapshots_kept, .notice = options.notice},
                        *impl_->recovered.history);
  if (auto collected = impl_->recovered.bank.collect_snapshot()) {
    writer.write(std::move(*collected), root);
  } else if (options.notice) {
    options.notice(fmt::format("no snapshot of slot {}: {}", root.value(), collected.error().message));
  }
}

Result<void> Chain::open_fork() {
  if (!impl_->options.fork_from) return {};
  auto fork =
      Fork::open(DataFolder{impl_->options.data_dir}.fork(), impl_->recovered.tip.slot, impl_->options.fork_from,
                 {.has = [this](const Pubkey& key) { return account_now(key).has_value(); },
                  .table = [this](const Pubkey& key) -> std::vector<Pubkey> {
                    const auto account = account_now(key);
                    if (!account || account->owner != codec::address_table_program()) return {};
                    auto table = codec::parse_address_table(key, account->data, Slot(bounds().processed.value() + 1));
                    return table ? std::move(table->addresses) : std::vector<Pubkey>();
                  },
                  .take_over = [this](HostWrite write) { return take_over(std::move(write)); }});
  if (!fork) return std::unexpected(fork.error());
  impl_->fork = std::move(*fork);
  return {};
}

std::optional<ports::AccountState> Chain::account_now(const Pubkey& key) {
  auto found = account(key, Commitment::kProcessed);
  return found ? std::move(*found) : std::nullopt;
}

void Chain::observe(std::shared_ptr<Observer> observer) {
  ZESTRON_ASSERT(!impl_->bank_thread);
  impl_->observers.push_back(std::move(observer));
}

void Chain::start(std::shared_ptr<SlotSource> source) {
  Impl& impl = *impl_;
  ZESTRON_ASSERT(!impl.bank_thread);
  impl.ledger = std::make_unique<ledger::WriterThread>(
      ledger::to_sink(std::move(impl.recovered.ledger)),
      ledger::WriterThread::Options{
          .confirmed = [&impl](const auto& record) { impl.confirm(record); },
          .failed =
              [&impl](const std::string& why) {
                impl.progress.stop_for(fmt::format(
                    "the chain stopped: {}. Everything confirmed is safe; make room (or repair the disk) and restart",
                    why));
                impl.inputs.fail(why);
              }});
  impl.ledger_shown = impl.ledger.get();
  impl.bank_thread =
      std::make_unique<BankThread>(BankThread::Parts{.bank = impl.recovered.bank,
                                                     .history = *impl.recovered.history,
                                                     .ledger = *impl.ledger,
                                                     .inputs = impl.inputs,
                                                     .progress = impl.progress,
                                                     .timer = *impl.timer,
                                                     .ahead = impl.ahead},
                                   BankThreadOptions{.folder = {impl.options.data_dir},
                                                     .batch_max = impl.options.batch_max,
                                                     .root_distance_slots = impl.options.root_distance_slots,
                                                     .snapshot_interval_slots = impl.options.snapshot_interval_slots,
                                                     .snapshots_kept = impl.options.snapshots_kept,
                                                     .voter = impl.options.voter,
                                                     .notice = impl.options.notice},
                                   impl.recovered.tip, std::move(source), impl.observers);
}

void Chain::stop() {
  impl_->inputs.stop();
  if (impl_->bank_thread) impl_->bank_thread->join();
  if (impl_->ledger) impl_->ledger->stop();
}

std::vector<QueueState> Chain::queues() const {
  const Inputs& inputs = impl_->inputs;
  std::vector<QueueState> list{
      {"transactions", "transactions", inputs.transactions_waiting(), inputs.transactions_max()},
      {"host_writes", "writes", inputs.writes_waiting(), Inputs::kHostWritesMax}};
  if (const auto* ledger = impl_->ledger_shown.load())
    list.push_back({"ledger", "bytes", ledger->bytes_waiting(), ledger->bytes_max()});
  return list;
}

void Chain::wake() { impl_->inputs.wake(); }

const Recovery& Chain::recovery() const { return impl_->recovered.report; }
const Hash& Chain::genesis_hash() const { return impl_->recovered.genesis_hash; }
const bank::Bank& Chain::bank() const { return impl_->recovered.bank; }
const History& Chain::history() const { return *impl_->recovered.history; }
SlotBounds Chain::bounds() const { return impl_->progress.bounds(); }
std::string Chain::trouble() const { return impl_->progress.trouble(); }

ports::ChainOutcome<void> Chain::submit(bank::Transaction transaction) {
  if (!impl_->progress.healthy()) return fail(ChainError::kUnavailable, trouble());
  return impl_->inputs.submit(std::move(transaction));
}

std::future<ports::ChainOutcome<Slot>> Chain::write_account(HostWrite write) {
  return impl_->inputs.write_account(std::move(write));
}

std::future<ports::ChainOutcome<Slot>> Chain::take_over(HostWrite write) {
  return impl_->inputs.write_account(std::move(write), true);
}

Fork* Chain::fork() const { return impl_->fork.get(); }

std::future<ports::ChainOutcome<Slot>> Chain::travel(UnixSeconds target) { return impl_->inputs.travel(target); }

void Chain::pause_clock(bool paused) { impl_->inputs.pause(paused); }

ports::ChainOutcome<ports::LatestBlockhash> Chain::latest_blockhash(Commitment commitment) {
  const auto info = impl_->read_at(commitment, [&](Slot slot) { return bank().info(slot); });
  if (!info) return from_bank_read(info);
  return ports::LatestBlockhash{.blockhash = info->blockhash,
                                .slot = info->frozen ? info->slot : info->parent,
                                .last_valid_block_height = info->last_valid_block_height};
}

ports::ChainOutcome<ports::Tip> Chain::tip(Commitment commitment) {
  const auto info = impl_->read_at(commitment, [&](Slot slot) { return bank().info(slot); });
  if (!info) return from_bank_read(info);
  return ports::Tip{info->slot, info->block_height};
}

ports::ChainOutcome<std::optional<ports::AccountState>> Chain::account(const Pubkey& key, Commitment commitment) {
  auto found = impl_->read_at(commitment, [&](Slot slot) { return bank().account(slot, key); });
  if (!found) return from_bank_read(found);
  if (!*found) return std::optional<ports::AccountState>{};
  bank::Account& account = **found;
  return ports::AccountState{.lamports = account.lamports,
                             .owner = account.owner,
                             .executable = account.executable,
                             .data = std::move(account.data)};
}

ports::ChainOutcome<std::uint64_t> Chain::rent_exempt_minimum(std::size_t data_size) {
  return bank().rent_exempt_minimum(data_size).value();
}

ports::ChainOutcome<Signature> Chain::send(ByteView wire) {
  auto transaction = bank::Transaction::parse(wire);
  if (!transaction) return from_bank_read(transaction);
  const Signature signature = transaction->signature();
  if (auto submitted = submit(std::move(*transaction)); !submitted) return std::unexpected(submitted.error());
  return signature;
}

ports::ChainOutcome<ports::Simulation> Chain::simulate(ByteView wire, std::span<const Pubkey> accounts_after) {
  const auto transaction = bank::Transaction::parse(wire, bank::Signatures::kSkip);
  if (!transaction) return from_bank_read(transaction);
  const std::string options = simulation_options(accounts_after);
  const auto json =
      impl_->read_at(Commitment::kProcessed, [&](Slot slot) { return bank().simulate(slot, *transaction, options); });
  if (!json) return from_bank_read(json);
  return parse_simulation(*json);
}

ports::ChainOutcome<ports::Sighting> Chain::sight(const Signature& signature) {
  // How far first: a slot that is processed meanwhile is then one that we do not claim to have looked at.
  const SlotBounds bounds = impl_->progress.bounds();
  const auto info = history().status(signature);
  if (!info) return ports::Sighting{std::nullopt, bounds.processed};
  return ports::Sighting{
      ports::SignatureStatus{
          .slot = info->slot,
          .commitment = info->slot <= bounds.finalized   ? Commitment::kFinalized
                        : info->slot <= bounds.confirmed ? Commitment::kConfirmed
                                                         : Commitment::kProcessed,
          .error_json = info->error_json.empty() ? std::optional<std::string>() : std::optional(info->error_json)},
      bounds.processed};
}

ports::ChainOutcome<std::vector<std::uint64_t>> Chain::recent_priority_fees(std::span<const Pubkey>) {
  return std::vector<std::uint64_t>();
}

}  // namespace zestron::chain
