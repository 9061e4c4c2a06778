// What an agent's graph is fed: everything from outside enters as one of these, in order and recorded, a model's output and a
// person's decision too. The same events give the same decisions.
#pragma once

#include "base/types.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace zestron::domain {

/// Reserves of a constant-product pool, as its vaults hold them.
struct PoolState {
  Pubkey pool;
  Pubkey mint_a, mint_b;
  std::uint64_t reserve_a = 0, reserve_b = 0;  ///< base units
  std::uint32_t fee_bps = 0;                   ///< of what goes in, rounded up
  Pubkey shares = {};                          ///< the mint of its shares; zero: nobody said
  std::uint64_t supply = 0;                    ///< of shares
  bool operator==(const PoolState&) const = default;
};

/// A proposal of governance, with the text that people and models read.
struct ProposalState {
  Pubkey proposal;
  bool open = false;
  std::uint64_t votes_for = 0, votes_against = 0;
  std::string text;  ///< untrusted; whoever reads it bounds it
  bool operator==(const ProposalState&) const = default;
};

/// What the agent's own wallet holds of a mint.
struct Holding {
  Pubkey mint;
  std::uint64_t amount = 0;  ///< base units
  bool operator==(const Holding&) const = default;
};

/// The agent's own stake in a pool.
struct StakeState {
  Pubkey pool;
  Pubkey mint;
  std::uint64_t staked = 0;   ///< base units
  std::uint64_t rewards = 0;  ///< base units, claimable
  bool operator==(const StakeState&) const = default;
};

/// From one agent to another.
struct Message {
  Pubkey from, to;
  std::uint64_t sequence = 0;  ///< per sender, from 1
  double number = 0;
  bool operator==(const Message&) const = default;
};

/// What came of a request that the graph made. Untrusted: the node that asked holds it to its schema.
struct Answer {
  struct Failed {
    std::string reason;
    bool operator==(const Failed&) const = default;
  };
  struct Text {  ///< of a language model or a retrieval
    std::string text;
    bool operator==(const Text&) const = default;
  };
  struct Tensor {  ///< of an ONNX graph
    std::vector<double> values;
    bool operator==(const Tensor&) const = default;
  };
  struct Decision {  ///< of a person
    bool approved = false;
    bool operator==(const Decision&) const = default;
  };
  std::string node;            ///< which asked
  std::uint64_t sequence = 0;  ///< of its request; any other answer is of no interest
  std::variant<Failed, Text, Tensor, Decision> content;
  bool operator==(const Answer&) const = default;
};

struct Event {
  Slot slot;
  UnixMillis now;  ///< the slot's clock
  std::variant<Tick, PoolState, ProposalState, Holding, StakeState, Message, Answer> what;
};

}  // namespace zestron::domain
