// The embedded Solana chain: one bank thread that executes, a ledger thread that makes slots durable, and reads as of a
// commitment for everybody else. Sits above the Rust bank (chain/bank) and below chain_rpc and app.
//
//   submit ──► [queue] ──► bank thread ──► open ─ execute ─ seal (processed) ──► [queue] ──► ledger thread ──► confirmed
//                             ▲ SlotSource: when, which clock, which host writes                 one fdatasync for all waiting
//
// State is a function of genesis (or a snapshot) and the ledger: SIGKILL at any byte loses nothing confirmed.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"
#include "chain/bank/bank.hpp"
#include "chain/history/history.hpp"
#include "chain/slot_source.hpp"
#include "ports/chain.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace zestron::chain {

enum class ChainCode : std::uint16_t {
  kDataFolderInUse = 1,   ///< another process holds the lock; the message names its pid
  kForeignLedger = 2,     ///< the folder's ledger is of another genesis, feature set or program version
  kDamagedLedger = 3,     ///< a record before the tail does not check; the message names file and byte
  kDiverged = 4,          ///< re-execution did not reach the recorded bank hash
  kIo = 5,
  kBank = 6,
};

template <class T>
using Result = Outcome<T, ChainCode>;

struct Options {
  std::filesystem::path data_dir;                 ///< created if absent; holds genesis.bin, ledger/, history/, snapshots/, lock
  std::string genesis_json;                       ///< parameters for zb_genesis; used only when the folder is new
  std::size_t submit_queue_max = 20'000;          ///< transactions; a full queue answers Busy
  std::size_t batch_max = 64;                     ///< transactions executed under one batch
  std::uint32_t snapshot_interval_slots = 5'000;  ///< 0: none
  std::uint32_t snapshots_kept = 2;
  std::uint32_t root_distance_slots = 32;         ///< finalized = this deep (DESIGN §7)
};

/// What a start found and did; shown to the operator.
struct Recovery {
  Slot snapshot;                     ///< 0: from genesis
  Slot last;                         ///< newest slot that is confirmed again
  std::uint64_t slots_replayed = 0;
  std::uint64_t torn_bytes = 0;      ///< of an unconfirmed slot at the ledger's end
  std::filesystem::path torn_file;   ///< where they were set aside; empty if none
  std::chrono::nanoseconds took{0};
};

struct SlotBounds {
  Slot processed, confirmed, finalized;  ///< newest frozen or open slot; newest durable; root
  [[nodiscard]] Slot at(Commitment commitment) const;
};

/// Told of slots in order, each level once. Called on the bank thread (processed, finalized) or the ledger thread (confirmed):
/// take what is needed and return; the record lives as long as the shared_ptr.
class Observer {
 public:
  virtual ~Observer() = default;
  /// The slot is open (for slotSubscribe).
  virtual void opened(Slot slot, Slot parent, Slot root) = 0;
  /// The slot reached `level`; at kProcessed it is frozen and its record complete.
  virtual void reached(Commitment level, const std::shared_ptr<const SlotRecord>& record) = 0;
};

class Chain final : public ports::Chain {
 public:
  /// Opens or creates the folder, recovers to the newest confirmed slot. Executes nothing new before start().
  static Result<std::unique_ptr<Chain>> open(Options options);
  ~Chain() override;  ///< stop()

  /// Starts the bank thread with its source of slots. Observers must be added before.
  void start(std::shared_ptr<SlotSource> source);
  void observe(std::shared_ptr<Observer> observer);
  /// Seals the open slot, makes it durable, joins the threads. Idempotent.
  void stop();
  /// Makes the bank thread ask SlotSource::may_seal again.
  void wake();

  [[nodiscard]] const Recovery& recovery() const;
  [[nodiscard]] const Hash& genesis_hash() const;
  [[nodiscard]] const bank::Bank& bank() const;         ///< reads as of a slot; thread-safe
  [[nodiscard]] const History& history() const;         ///< thread-safe
  [[nodiscard]] SlotBounds bounds() const;
  /// Empty while healthy, else one line that says why the chain stopped (disk full, panic in the runtime).
  [[nodiscard]] std::string trouble() const;

  /// For transactions whose signatures were verified (bank::Transaction::parse). Any thread; never blocks.
  ports::ChainOutcome<void> submit(bank::Transaction transaction);
  /// Writes at the start of the next slot; resolves when that slot is processed. Any thread.
  void write_account(HostWrite write);

  // ports::Chain
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment commitment) override;
  ports::ChainOutcome<std::uint64_t> block_height(Commitment commitment) override;
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment commitment) override;
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t data_size) override;
  ports::ChainOutcome<Signature> send(ByteView wire) override;
  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override;
  ports::ChainOutcome<std::optional<ports::SignatureStatus>> status(const Signature& signature) override;

 private:
  struct Impl;
  explicit Chain(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::chain
