// A Solana cluster as a transaction sender sees one: blocks, forks, blockhashes that expire, signatures that are forgotten, and one
// program that adds up what agents claim and has no protection of its own, so that whatever is done twice is seen. Shorter than the real
// one: a blockhash lives 24 blocks, 8 blocks are final.
#pragma once

#include "base/types.hpp"
#include "codec/transaction/transaction.hpp"
#include "domain/intent.hpp"
#include "ports/chain.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace zestron::simulation {

inline constexpr std::uint64_t kBlockhashLife = 24;
inline constexpr std::uint64_t kFinalDepth = 8;
inline constexpr std::uint64_t kConfirmedDepth = 3;

const Pubkey& program();

struct Claimed {
  std::uint64_t trades = 0, gain = 0, loss = 0;
};
Bytes account_data(const Claimed& claimed);
std::optional<Claimed> parse_account(ByteView data);

/// What an instruction of the program says.
struct Claim {
  Pubkey agent;
  std::uint64_t sequence = 0, gain = 0, loss = 0, trades = 0, trades_total = 0;
};
codec::Instruction claim_instruction(const domain::Intent& intent, const Pubkey& executor);
/// The claim that a transaction carries; nullopt when it is none of ours.
std::optional<Claim> claim_of(const codec::Message& message);

struct Landed {
  Signature signature;
  Claim claim;
  bool failed = false;
};

struct Block {
  Slot slot;
  Hash blockhash;
  std::vector<Landed> landed;
};

/// Blocks by height from 0, which is genesis.
class Cluster {
 public:
  explicit Cluster(const std::vector<Pubkey>& agents);

  [[nodiscard]] std::uint64_t head() const { return blocks_.size() - 1; }
  [[nodiscard]] std::uint64_t root() const { return root_; }
  [[nodiscard]] const Block& block(std::uint64_t height) const { return blocks_[height]; }
  [[nodiscard]] std::optional<std::uint64_t> height_of(const Signature& signature) const;
  [[nodiscard]] const Landed& landed(const Signature& signature) const;
  [[nodiscard]] std::optional<Claimed> claimed(const Pubkey& agent, std::uint64_t height) const;

  /// The error's JSON when the program would refuse the claim on top of `height`.
  [[nodiscard]] std::optional<std::string> refuses(const Claim& claim, std::uint64_t height) const;
  void pause(const Pubkey& agent, bool paused) { paused_[agent] = paused; }

  /// The next block, with those of `wires` that can land in it; what landed.
  const Block& produce(Slot slot, const Hash& blockhash, const std::vector<Bytes>& wires);
  /// The last `count` blocks disappear, none of them final; what was in them.
  std::vector<Landed> roll_back(std::uint64_t count);

 private:
  struct Version {
    std::uint64_t height;
    Claimed claimed;
  };
  std::vector<Block> blocks_;
  std::uint64_t root_ = 0;
  std::map<Pubkey, std::vector<Version>> accounts_;
  std::map<Pubkey, bool> paused_;
  std::map<Signature, std::uint64_t> heights_;
};

}  // namespace zestron::simulation
