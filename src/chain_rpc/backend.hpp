// What the RPC methods ask of the chain: reads as of a slot and Agave's JSON for what Agave encodes. One implementation over
// chain::Chain (chain_backend), one in the tests; the methods see neither bank nor ledger.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"
#include "chain/history/history.hpp"
#include "chain/slot_source.hpp"
#include "ports/chain.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::chain_rpc {

enum class BackendCode : std::uint16_t {
  kInternal = 1,
  kInvalid = 2,     ///< the message is the text for the client
  kNoSuchSlot = 3,  ///< not frozen, or older than the root: ask again with newer bounds
  kNotFound = 4,
  kSignature = 5,    ///< a signature does not verify
  kBusy = 6,         ///< a bounded queue is full
  kUpstream = 7,     ///< the chain that this one goes on from refuses; the message is the text for the client
  kScanAborted = 8,  ///< a read of many accounts; the message is the text for the client
};

template <class T>
using BackendResult = Outcome<T, BackendCode>;

struct Bounds {
  Slot processed, confirmed, finalized;
  [[nodiscard]] Slot at(Commitment commitment) const {
    switch (commitment) {
      case Commitment::kProcessed: return processed;
      case Commitment::kConfirmed: return confirmed;
      case Commitment::kFinalized: return finalized;
    }
    return finalized;
  }
  /// How settled `slot` is; nullopt when it is ahead of all three.
  [[nodiscard]] std::optional<Commitment> reached(Slot slot) const {
    if (slot <= finalized) return Commitment::kFinalized;
    if (slot <= confirmed) return Commitment::kConfirmed;
    if (slot <= processed) return Commitment::kProcessed;
    return std::nullopt;
  }
};

struct BankInfo {
  Slot slot;
  std::uint64_t block_height = 0, epoch = 0, slot_index = 0, slots_in_epoch = 0, transaction_count = 0;
  Lamports capitalization;
  UnixSeconds clock;
  Hash blockhash;
  std::uint64_t last_valid_block_height = 0;
};

struct Version {
  std::string agave;
  std::uint32_t feature_set = 0;
};

/// A decoded, sanitized transaction. Immutable.
class ParsedTransaction {
 public:
  virtual ~ParsedTransaction() = default;
  [[nodiscard]] virtual Signature signature() const = 0;
  [[nodiscard]] virtual Hash blockhash() const = 0;
};
using ParsedTransactionPtr = std::unique_ptr<ParsedTransaction>;

/// Thread-safe. `options` are the JSON objects of zestron_bank.h.
class Backend {
 public:
  virtual ~Backend() = default;

  [[nodiscard]] virtual const Version& version() const = 0;
  [[nodiscard]] virtual const Hash& genesis_hash() const = 0;
  [[nodiscard]] virtual Pubkey identity() const = 0;
  /// secret ‖ public of the genesis faucet.
  [[nodiscard]] virtual const std::array<std::uint8_t, 64>& faucet() const = 0;
  [[nodiscard]] virtual Bounds bounds() const = 0;
  [[nodiscard]] virtual const chain::History& history() const = 0;
  /// Empty while healthy.
  [[nodiscard]] virtual std::string trouble() const = 0;

  virtual BackendResult<BankInfo> bank(Slot slot) const = 0;
  /// Last valid block height, or nullopt for a blockhash that a transaction after `slot` may not use.
  virtual BackendResult<std::optional<std::uint64_t>> blockhash(Slot slot, const Hash& hash) const = 0;
  virtual BackendResult<std::optional<ports::AccountState>> account(Slot slot, const Pubkey& key) const = 0;
  /// A chain that goes on from another one takes these over at once, which reading them one by one would do after each other.
  virtual BackendResult<void> bring(std::span<const Pubkey> /*keys*/) const { return {}; }
  /// `null` for no account.
  virtual BackendResult<std::string> account_json(Slot slot, const Pubkey& key, std::string_view options) const = 0;
  virtual BackendResult<std::string> program_accounts_json(Slot slot, const Pubkey& program,
                                                           std::string_view options) const = 0;
  virtual BackendResult<std::string> token_accounts_json(Slot slot, const Pubkey& key, std::string_view kind,
                                                         std::string_view filter, std::string_view options) const = 0;
  /// One of Agave's answers about a slot, by the queries of zb_query.
  virtual BackendResult<std::string> query(Slot slot, std::string_view query_json) const = 0;
  /// Which of the `partitions` slots after an epoch's first one pays the stake at `key`, from 0; of the first one's parent the hash.
  virtual BackendResult<std::uint64_t> reward_partition(const Hash& parent_blockhash, std::uint64_t partitions,
                                                        const Pubkey& key) const = 0;
  /// Keys and owners of the accounts that `slot` changed, each once.
  struct Change {
    Pubkey key, owner;
    bool deleted = false;
  };
  virtual BackendResult<std::vector<Change>> changes(Slot slot) const = 0;
  virtual std::uint64_t rent_exempt_minimum(std::size_t data_size) const = 0;
  virtual BackendResult<std::optional<std::uint64_t>> message_fee(Slot slot, ByteView message) const = 0;

  virtual BackendResult<ParsedTransactionPtr> parse(ByteView wire, bool verify_signatures) const = 0;
  virtual BackendResult<std::string> simulate(Slot slot, const ParsedTransaction& transaction,
                                              std::string_view options) const = 0;
  /// For a transaction that was parsed with its signatures verified. Never blocks, but for accounts of a chain that this one goes on from.
  virtual BackendResult<void> submit(ParsedTransactionPtr transaction) = 0;

  /// Both wait for the slot that has the change, and answer it. kInvalid: the chain refuses the change.
  virtual BackendResult<Slot> write_account(chain::HostWrite write) = 0;
  virtual BackendResult<Slot> travel(UnixSeconds target) = 0;
  /// While paused the clock stands still and no slot passes but for what is sent.
  virtual void pause_clock(bool paused) = 0;

  virtual BackendResult<std::string> transaction_json(const chain::LandedTransaction& transaction, Slot slot,
                                                      std::string_view options) const = 0;
  /// A JSON string of `[length] text`, joined by `; `, or `null`.
  virtual BackendResult<std::string> memo_json(const chain::LandedTransaction& transaction) const = 0;
  /// JSON array of log lines, or `null`.
  virtual BackendResult<std::string> logs_json(const chain::LandedTransaction& transaction) const = 0;
};

}  // namespace zestron::chain_rpc
