// What executes the transactions of a block, and the accounts as each block left them: a model of the one program (model_ledger.hpp), or
// Agave's runtime with the program itself (bank_ledger.hpp). Which blocks there are, and which disappear, is the cluster's business.
#pragma once

#include "claims.hpp"

#include "codec/sha256.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zestron::simulation {

struct Landed {
  Signature signature;
  Claim claim;
  std::optional<std::string> error_json;  ///< why it failed
  [[nodiscard]] bool failed() const { return error_json.has_value(); }
};

/// Of block 0.
inline Hash genesis_blockhash() { return codec::sha256(as_bytes("simulation/genesis")); }

/// Blocks by height from 0, which is genesis. A height that is read is not above the newest.
class Ledger {
 public:
  Ledger() = default;
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  virtual ~Ledger() = default;

  /// How many blocks behind its own a blockhash may still be used in.
  [[nodiscard]] virtual std::uint64_t blockhash_life() const = 0;

  /// The next block, with those of `wires` that can land in it; what landed of them.
  virtual std::vector<Landed> append(Slot slot, const Hash& blockhash, std::span<const Bytes> wires) = 0;
  /// Blocks above `head` disappear.
  virtual void roll_back(std::uint64_t head) = 0;
  /// From the next block on. Survives what disappears.
  virtual void pause(const Pubkey& agent, bool paused) = 0;

  [[nodiscard]] virtual std::optional<ports::AccountState> account(const Pubkey& key, std::uint64_t height) const = 0;
  [[nodiscard]] virtual ports::ChainOutcome<ports::Simulation> simulate(ByteView wire,
                                                                        std::span<const Pubkey> accounts_after,
                                                                        std::uint64_t height) const = 0;
  [[nodiscard]] virtual std::uint64_t rent_exempt_minimum(std::size_t size) const = 0;
  /// How many trades an account says that its agent has claimed; nullopt when it is no agent's.
  [[nodiscard]] virtual std::optional<std::uint64_t> trades_in(const ports::AccountState& account) const = 0;
};

}  // namespace zestron::simulation
