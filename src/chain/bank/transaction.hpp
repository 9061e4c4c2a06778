// A Solana transaction that was decoded, sanitized and signature-checked, not bound to any bank; what came of executing it; and
// how it is written for the RPC. Sits under Bank, which executes and simulates it.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"
#include "chain/bank/error.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct zb_tx;
struct zb_results;

namespace zestron::chain::bank {

enum class Signatures : std::uint8_t { kVerify, kSkip };

/// Movable, not copyable. Any thread.
class Transaction {
 public:
  /// Decodes at most 1,232 wire bytes. kInvalid: they are no transaction; kSignature: it does not sanitize or a signature does
  /// not verify (checked one by one, by Agave's own rule; some 50 µs each, so do it off the bank thread).
  static Result<Transaction> parse(ByteView wire, Signatures signatures = Signatures::kVerify);

  [[nodiscard]] Signature signature() const;  ///< the first one, which names the transaction
  [[nodiscard]] Hash blockhash() const;       ///< recent blockhash, or the value of a durable nonce
  [[nodiscard]] ByteView wire() const;        ///< lives as long as the transaction

  [[nodiscard]] const zb_tx* raw() const { return handle_.get(); }

 private:
  struct Free {
    void operator()(zb_tx* handle) const;
  };
  explicit Transaction(zb_tx* handle) : handle_(handle) {}
  std::unique_ptr<zb_tx, Free> handle_;
};

enum class Verdict : std::uint8_t {
  kOk = 0,
  kFailed = 1,    ///< landed: the fee was paid, effects rolled back
  kRejected = 2,  ///< did not land: nothing changed (BlockhashNotFound, AlreadyProcessed, …)
  kDeferred = 3,  ///< was not run: the slot has no room for its cost
};

enum class CostLimits : std::uint8_t {
  kMainnet,  ///< a block's cost in all, and of what writes one account; what exceeds them is deferred
  kNone,     ///< for what has landed before
};

/// A view into Results.
struct TransactionResult {
  Verdict verdict = Verdict::kRejected;
  std::uint64_t compute_units = 0;
  Lamports fee;
  std::string_view error_json;  ///< Agave's JSON of TransactionError; empty when ok
  std::string_view error_text;
  ByteView keys;  ///< 32 bytes each: static, loaded writable, loaded read-only
  ByteView meta;  ///< keep it as it is for the functions below; empty when rejected

  [[nodiscard]] std::size_t key_count() const { return keys.size() / Pubkey::kSize; }
  /// `index` < key_count().
  [[nodiscard]] Pubkey key(std::size_t index) const;
};

/// What one Bank::execute produced, in the order of its transactions. Movable; owns what its views show.
class Results {
 public:
  [[nodiscard]] std::size_t size() const;
  /// `index` < size(); the views live as long as this.
  [[nodiscard]] TransactionResult operator[](std::size_t index) const;

 private:
  friend class Bank;
  struct Free {
    void operator()(zb_results* handle) const;
  };
  explicit Results(zb_results* handle) : handle_(handle) {}
  std::unique_ptr<zb_results, Free> handle_;
};

/// JSON array of log lines, `null` where nothing was recorded.
Result<std::string> logs(ByteView meta);

/// The object getTransaction answers. Options: encoding ("json", "jsonParsed", "base58", "base64"), maxSupportedTransactionVersion
/// (absent: legacy only), blockTime, transactionIndex, transactionDetails ("full", or "accounts" as getBlock knows it).
/// kInvalid with the text of RPC error -32015 for a version the caller does not support.
Result<std::string> transaction_json(ByteView wire, ByteView meta, Slot slot, std::string_view options_json);

/// The memos as getSignaturesForAddress shows them: a JSON string, `[length] text` joined by `; `, or `null`.
Result<std::string> memo_json(ByteView wire, ByteView meta);

}  // namespace zestron::chain::bank
