// Claims as agent_factory takes them. It adds up what agents claim and has no protection of its own against being told twice, so that whatever
// is done twice is seen.
#pragma once

#include "base/types.hpp"
#include "codec/transaction/transaction.hpp"
#include "domain/intent.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace zestron::simulation {

const Pubkey& program();

/// Who made all agents.
const codec::Keypair& owner();
Pubkey agent_key(std::size_t index);

/// What an instruction of the program says. The sequence and the total stand where a node has the root of its trades.
struct Claim {
  Pubkey agent;
  std::uint64_t sequence = 0, gain = 0, loss = 0, trades = 0, trades_total = 0;
};
codec::Instruction claim_instruction(const domain::Intent& intent, const Pubkey& executor);
/// The claim that a transaction carries; nullopt when it is none of ours.
std::optional<Claim> claim_of(const codec::Message& message);

}  // namespace zestron::simulation
