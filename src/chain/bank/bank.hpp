// Agave's bank as one chain without forks: a root, its frozen descendants, at most one open slot. Sits between the Rust library
// (rust/ffi, whose handles it owns) and the chain, which brings clock, blockhashes, ledger and threads.
//
// Threads: functions marked "slot thread" are called by one thread at a time; all others by any number of threads beside it.
// Slots: a Slot argument names the open slot or a frozen one not older than the root; otherwise kNoSuchSlot. So it is also when
// set_root overtakes a read that is under way: read again, at a slot that is not older than the new root.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"
#include "chain/bank/error.hpp"
#include "chain/bank/genesis.hpp"
#include "chain/bank/transaction.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct zb_chain;
struct zb_snapshot;

namespace zestron::chain::bank {

struct BankOptions {
  std::filesystem::path accounts_dir;  ///< required; its sub-folders run/ and snapshot/ are emptied first
  std::filesystem::path
      snapshot_dir;     ///< the newest snapshot in it is restored; empty path or folder: start at genesis
  bool indexes = true;  ///< by program, token owner and mint; some 840 bytes per token account
  /// What a read of many accounts may collect in data, and again in text: what exceeds it is refused with kScanAborted.
  std::size_t scan_bytes_max = std::size_t{256} << 20U;
};

struct SlotInfo {
  Slot slot, parent;
  std::uint64_t block_height = 0;
  std::uint64_t epoch = 0, slot_index = 0, slots_in_epoch = 0;
  std::uint64_t transaction_count = 0;  ///< since genesis
  std::uint64_t signature_count = 0;    ///< in this slot
  Lamports capitalization;
  UnixSeconds clock;
  Hash bank_hash;                             ///< zero while open
  Hash blockhash;                             ///< last registered
  std::uint64_t last_valid_block_height = 0;  ///< of that blockhash
  Lamports lamports_per_signature;
  bool frozen = false;
};

struct Bounds {
  Slot newest;  ///< open if one is
  Slot root;
};

struct SnapshotInfo {
  Slot slot;
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};

/// A snapshot that is not written yet; to be written or let go before its bank ends. Any thread.
class CollectedSnapshot {
 public:
  /// Into `dir` (made if absent), on disk when it returns; keeps the `keep` newest, at least one. One at a time into one folder.
  Result<SnapshotInfo> write(const std::filesystem::path& dir, std::uint32_t keep) &&;

 private:
  friend class Bank;
  struct Free {
    void operator()(zb_snapshot* handle) const;
  };
  explicit CollectedSnapshot(zb_snapshot* handle) : handle_(handle) {}
  std::unique_ptr<zb_snapshot, Free> handle_;
};

struct Account {
  Lamports lamports;
  Pubkey owner;
  Bytes data;
  bool executable = false;
  std::uint64_t rent_epoch = 0;
};

/// An account as the host writes it; without lamports it is deleted.
struct AccountWrite {
  Pubkey key;
  Lamports lamports;
  Pubkey owner;
  ByteView data;
  bool executable = false;
};

/// Valid during the visit only.
struct ChangedAccount {
  Pubkey key;
  Lamports lamports;  ///< 0: deleted
  Pubkey owner;
  ByteView data;
};

enum class TokenHolder : std::uint8_t { kOwner, kDelegate };

/// Which of the slots after an epoch's first one pays the stake at `address`, from 0; the hash is that of the first one's parent.
Result<std::uint64_t> reward_partition(const Hash& parent_blockhash, std::uint64_t partitions, const Pubkey& address);

class Bank {
 public:
  /// Restores the newest snapshot, else starts with slot 0 of genesis, open. kMismatch: the snapshot is of another chain or
  /// damaged. Costs some 30 ms from genesis, 0.7 s for a snapshot of 20,000 accounts.
  static Result<Bank> open(ByteView genesis, const BankOptions& options);

  // ---- slot thread ----

  /// Opens `slot` (after the newest, which is frozen) with this Clock.unix_timestamp.
  Result<void> open_slot(Slot slot, UnixSeconds clock);
  /// Registers `blockhash` (not given before) and freezes the open slot; a fraction of a millisecond to some milliseconds.
  Result<SlotInfo> seal(const Hash& blockhash);
  /// Makes a frozen slot the root. Older banks are gone afterwards, as soon as nobody reads them.
  Result<void> set_root(Slot slot);
  /// Executes in order in the open slot and commits. The transactions may write the same accounts.
  Result<Results> execute(std::span<const Transaction> transactions, CostLimits limits = CostLimits::kNone);
  /// Writes an account in the open slot; capitalization follows.
  Result<void> set_account(const AccountWrite& write);
  /// The validator's vote on the parent of the open slot, a transaction of the keys that `label` gives. False when it did not
  /// succeed: the slot then has no vote.
  Result<bool> vote(std::string_view label);
  /// A full snapshot of the root, to be written while slots go on; some milliseconds.
  Result<CollectedSnapshot> collect_snapshot();

  // ---- any thread ----

  [[nodiscard]] Bounds bounds() const;
  [[nodiscard]] Result<SlotInfo> info(Slot slot) const;
  /// Last valid block height by Agave's formula as of `slot`. kNotFound: a transaction in the child of `slot` could not use it.
  [[nodiscard]] Result<std::uint64_t> last_valid_block_height(Slot slot, const Hash& blockhash) const;
  [[nodiscard]] Lamports rent_exempt_minimum(std::size_t data_size) const;
  /// Of a serialized message, not a transaction; kNotFound for an unknown blockhash.
  [[nodiscard]] Result<Lamports> message_fee(Slot slot, ByteView message) const;

  /// nullopt when the account does not exist.
  [[nodiscard]] Result<std::optional<Account>> account(Slot slot, const Pubkey& key) const;
  /// Each account that `slot` changed, once, in key order, as it stands at its end; on this thread, until the visitor answers
  /// false. The visitor must not throw.
  Result<void> for_each_change(Slot slot, const std::function<bool(const ChangedAccount&)>& visit) const;

  /// Agave's RpcSimulateTransactionResult. Options: sigVerify, replaceRecentBlockhash, innerInstructions,
  /// accounts {addresses, encoding}.
  [[nodiscard]] Result<std::string> simulate(Slot slot, const Transaction& transaction,
                                             std::string_view options_json) const;
  /// Where the transaction's compute units go on top of `slot` as it stands, so before it is executed; nothing is committed. JSON
  /// as zestron_bank.h describes it at zb_trace; its total is what the bank counts. kInvalid: the transaction would not land.
  [[nodiscard]] Result<std::string> trace(Slot slot, const Transaction& transaction) const;
  /// UiAccount or `null`. Options: encoding ("binary" when absent, "base58", "base64", "base64+zstd", "jsonParsed"), dataSlice.
  [[nodiscard]] Result<std::string> account_json(Slot slot, const Pubkey& key, std::string_view options_json) const;
  /// [{"pubkey","account"}] in key order. Options as above, and filters.
  [[nodiscard]] Result<std::string> program_accounts_json(Slot slot, const Pubkey& program,
                                                          std::string_view options_json) const;
  /// Token accounts of a holder; `filter_json` is {"mint":…} or {"programId":…}.
  [[nodiscard]] Result<std::string> token_accounts_json(Slot slot, const Pubkey& key, TokenHolder kind,
                                                        std::string_view filter_json,
                                                        std::string_view options_json) const;
  /// One of Agave's answers about a slot; queries as zestron_bank.h lists them at zb_query.
  [[nodiscard]] Result<std::string> query(Slot slot, std::string_view query_json) const;
  /// What a frozen slot paid: {"rewards","numRewardPartitions"}, empty when nothing.
  [[nodiscard]] Result<std::string> rewards(Slot slot) const;

 private:
  struct Close {
    void operator()(zb_chain* handle) const;
  };
  explicit Bank(zb_chain* handle) : handle_(handle) {}
  std::unique_ptr<zb_chain, Close> handle_;
};

}  // namespace zestron::chain::bank
