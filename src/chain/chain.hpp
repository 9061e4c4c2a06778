// The embedded Solana chain: one bank thread that executes, a ledger thread that makes slots durable, and reads as of a
// commitment for everybody else. Sits above the Rust bank (chain/bank) and below chain_rpc and app.
//
//   submit ──► [queue] ──► bank thread ──► open ─ execute ─ seal (processed) ──► [queue] ──► ledger thread ──► confirmed
//                             ▲ SlotSource: when, which clock, which host writes                 one fdatasync for all waiting
//
// State is a function of genesis (or a snapshot) and the ledger: SIGKILL at any byte loses nothing confirmed.
#pragma once

#include "base/types.hpp"
#include "chain/bank/bank.hpp"
#include "chain/bounds.hpp"
#include "chain/error.hpp"
#include "chain/fork.hpp"
#include "chain/history/history.hpp"
#include "chain/observer.hpp"
#include "chain/recovery/recovery.hpp"
#include "chain/slot_source.hpp"
#include "chain/timer.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::chain {

struct Options {
  std::filesystem::path data_dir{};  ///< created if absent; recovery/data_folder.hpp says what is in it
  std::string genesis_json{};        ///< parameters for bank::make_genesis; used only when the folder is new
  std::string voter =
      "zestron";  ///< genesis label of the keys that vote once a slot, so that stake earns; empty: no votes
  std::size_t submit_queue_max = 20'000;  ///< transactions; a full queue answers Busy
  std::size_t batch_max = 64;             ///< transactions executed under one batch
  std::uint32_t snapshot_interval_slots =
      5'000;  ///< 0: none, and the ledger is kept whole. Written beside the bank thread
  std::uint32_t snapshots_kept = 2;
  /// A start that replays more writes a snapshot before it goes on, which takes as long as some hundred slots.
  std::uint32_t replayed_slots_max = 200;
  std::uint32_t root_distance_slots = 32;  ///< finalized = this deep (DESIGN §7)
  /// The horizon: older slots are forgotten, and with them the ledger as far as no snapshot needs it. Two days of 400 ms.
  std::size_t history_slots_max = 432'000;
  std::size_t history_transactions_max = 500'000;             ///< the same; 400 bytes of memory each
  std::uint64_t segment_bytes_max = std::uint64_t{64} << 20;  ///< of ledger and history: what is dropped at once
  std::shared_ptr<AccountSource> fork_from{};                 ///< accounts that are not here are taken over from there
  std::shared_ptr<Timer> timer{};                             ///< paces slots; null: the machine's steady clock
  std::function<void(const std::string&)>
      notice{};  ///< a line that an operator should see; called on the chain's threads
};

/// A queue between threads as it stands, for metrics.
struct QueueState {
  std::string_view name, unit;
  std::uint64_t waiting = 0, bound = 0;
};

class Chain final : public ports::Chain {
 public:
  /// Opens or creates the folder, recovers to the newest confirmed slot. Executes nothing new before start().
  static Result<std::unique_ptr<Chain>> open(Options options);
  ~Chain() override;  ///< stop()

  /// Before start().
  void observe(std::shared_ptr<Observer> observer);
  /// Starts the bank thread with its source of slots. Once.
  void start(std::shared_ptr<SlotSource> source);
  /// Seals the open slot, makes it durable, joins the threads. Idempotent.
  void stop();
  /// Makes the bank thread ask SlotSource::may_seal again.
  void wake();

  [[nodiscard]] const Recovery& recovery() const;
  [[nodiscard]] const Hash& genesis_hash() const;
  /// Reads as of a slot; thread-safe. A slot from bounds() stays readable for kReadGraceSlots more slots.
  [[nodiscard]] const bank::Bank& bank() const;
  [[nodiscard]] const History& history() const;  ///< thread-safe
  [[nodiscard]] SlotBounds bounds() const;
  [[nodiscard]] std::vector<QueueState> queues() const;
  /// Empty while healthy, else one line that says why the chain stopped (disk full, panic in the runtime).
  [[nodiscard]] std::string trouble() const;

  /// For transactions whose signatures were verified (bank::Transaction::parse). Any thread; never blocks.
  ports::ChainOutcome<void> submit(bank::Transaction transaction);
  /// Writes at the start of the next slot; resolves with that slot as soon as the write is visible at `processed`. kBusy when too
  /// many wait, kRejected when the bank refuses it. Any thread.
  std::future<ports::ChainOutcome<Slot>> write_account(HostWrite write);
  /// As write_account(), unless the account is there by then.
  std::future<ports::ChainOutcome<Slot>> take_over(HostWrite write);
  /// Null unless Options name a chain to go on from. The port's own reads and sends below ask it nothing: what holds a slot open must
  /// not wait for another machine.
  [[nodiscard]] Fork* fork() const;
  /// The next slot's clock is `target`, and later ones follow from there, also after a restart; resolves with that slot when it is
  /// open. For developers; a market's prices of that one slot still say the time before. kRejected unless `target` is ahead. Any
  /// thread.
  std::future<ports::ChainOutcome<Slot>> travel(UnixSeconds target);
  /// While paused, slots carry the clock they were paused at (but for travel), and none ends before something is sent: a transaction, a
  /// write, a travel. Forgotten at the end of the process. Any thread.
  void pause_clock(bool paused);

  // ports::Chain
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment commitment) override;
  ports::ChainOutcome<ports::Tip> tip(Commitment commitment) override;
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment commitment) override;
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t data_size) override;
  ports::ChainOutcome<Signature> send(ByteView wire) override;
  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override;
  ports::ChainOutcome<ports::Sighting> sight(const Signature& signature) override;
  /// Empty: a slot takes what comes, so a place in it has no price.
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> accounts) override;

 private:
  struct Impl;
  explicit Chain(std::unique_ptr<Impl> impl);
  Result<void> open_fork();
  /// Takes a snapshot before anything else if much was replayed: a node that ends again and again before the next one is due would
  /// otherwise replay more each time.
  void shorten_next_restart();
  std::optional<ports::AccountState> account_now(const Pubkey& key);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::chain
