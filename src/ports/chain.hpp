// What the loop needs of a Solana chain, whether it runs in this process (chain/) or is a cluster behind an RPC URL
// (adapters/cluster). Every implementation passes the same contract tests.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace zestron::ports {

enum class ChainError : std::uint16_t {
  kUnavailable = 1,  ///< the chain cannot be reached or is shutting down; nothing was sent
  kBusy = 2,         ///< a bounded queue is full; nothing was sent, try again
  kRejected = 3,     ///< refused before execution (malformed, signature); nothing was sent
  kNotFound = 4,
};

template <class T>
using ChainOutcome = Outcome<T, ChainError>;

struct LatestBlockhash {
  Hash blockhash;
  Slot slot;                                  ///< whose block it closes
  std::uint64_t last_valid_block_height = 0;  ///< a transaction that names it cannot land in a higher block
};

struct AccountState {
  Lamports lamports;
  Pubkey owner;
  bool executable = false;
  Bytes data;
};

struct SignatureStatus {
  Slot slot;
  Commitment commitment = Commitment::kProcessed;
  std::optional<std::string> error_json;  ///< Agave's JSON of the TransactionError; nullopt when it succeeded
};

/// What a chain knows of a signature, and how far it had come when it said so: "not found" of a chain that lags means nothing.
struct Sighting {
  std::optional<SignatureStatus> status;  ///< nullopt: not known (yet, or any more)
  Slot as_of;                             ///< its newest processed slot
};

/// The newest block at a commitment.
struct Tip {
  Slot slot;
  std::uint64_t block_height = 0;
  auto operator<=>(const Tip&) const = default;
};

struct Simulation {
  std::optional<std::string> error_json;
  std::vector<std::string> logs;
  std::uint64_t compute_units = 0;
  std::vector<std::optional<AccountState>> accounts;  ///< afterwards, in the order asked for
};

/// All functions may be called from any thread.
class Chain {
 public:
  virtual ~Chain() = default;

  virtual ChainOutcome<LatestBlockhash> latest_blockhash(Commitment commitment) = 0;
  virtual ChainOutcome<Tip> tip(Commitment commitment) = 0;
  /// nullopt when the account does not exist.
  virtual ChainOutcome<std::optional<AccountState>> account(const Pubkey& key, Commitment commitment) = 0;
  virtual ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t data_size) = 0;
  /// `wire` is a signed transaction. Returns when it was accepted for execution, not when it landed.
  virtual ChainOutcome<Signature> send(ByteView wire) = 0;
  virtual ChainOutcome<Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) = 0;
  virtual ChainOutcome<Sighting> sight(const Signature& signature) = 0;
  /// What transactions that wrote all of `accounts` paid beyond the base fee, micro-lamports a compute unit, one entry for each
  /// recent slot. Empty where nobody has to pay for a place.
  virtual ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> accounts) = 0;

  ChainOutcome<std::uint64_t> block_height(Commitment commitment) {
    const auto found = tip(commitment);
    if (!found) return std::unexpected(found.error());
    return found->block_height;
  }
  ChainOutcome<std::optional<SignatureStatus>> status(const Signature& signature) {
    auto found = sight(signature);
    if (!found) return std::unexpected(found.error());
    return std::move(found->status);
  }
};

}  // namespace zestron::ports
