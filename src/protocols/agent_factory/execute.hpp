// Builds `execute`: a wallet calls another program, asked by an executor of its agent. What the program would refuse by the arguments
// alone is refused here, before anything is signed.
#pragma once

#include "protocols/agent_factory/account.hpp"
#include "protocols/agent_factory/instructions.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace zestron::protocols::agent_factory {

struct Execute {
  Pubkey agent, wallet;
  Pubkey executor;                  ///< signs
  std::optional<Pubkey> license{};  ///< the wallet's; none where its beneficiary owns the agent
  std::uint64_t nonce = 0;          ///< the wallet's, as it is when this lands
  Hash context_root;                ///< of what the agent decided on; not zero
  std::uint8_t entry = 0;           ///< of the agent's allow list
  codec::Instruction inner;         ///< wallet and purse sign it where its flags say so, nobody else can
  std::vector<Pubkey> prices{};     ///< accounts of the prices that what leaves is valued by, in execute's order
};
InstructionResult execute(const Execute& request);

/// The first entry of the agent's allow list that lets `wallet` call `inner`, as far as keys and data say; nullopt: none does.
std::optional<std::uint8_t> allow_entry(const AgentState& agent, const Pubkey& wallet, const codec::Instruction& inner);

}  // namespace zestron::protocols::agent_factory
