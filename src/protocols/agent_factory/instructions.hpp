// Builds the program's instructions. Account order, flags and data follow from the program's own declarations; what it
// would refuse by the arguments alone is refused here, before anything is signed.
#pragma once

#include "base/result.hpp"
#include "codec/transaction/instruction.hpp"
#include "protocols/agent_factory/types.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zestron::protocols::agent_factory {

/// The number is the program's own error code for the same mistake.
using InstructionResult = Outcome<codec::Instruction, program::AgentError>;

struct AgentConfig {
  Hash config_hash;        ///< of the document's canonical form; not zero
  std::string config_uri;  ///< 1 to 196 ASCII characters
  program::Thresholds thresholds{};
};

struct CreateAgent {
  Pubkey creator;  ///< signs and pays
  AgentId id;
  AgentConfig config;
  Pubkey quote_mint;         ///< not zero; listed as one by governance
  Pubkey upgrade_authority;  ///< not zero
};
InstructionResult create_agent(const CreateAgent& request);

struct ByOwner {
  Pubkey agent;
  Pubkey owner;  ///< signs
};
codec::Instruction publish_agent(const ByOwner& request);

/// What shows that the owner's stake unlocks more active agents than are free.
struct StakeShown {
  Pubkey governance;  ///< its singleton
  Pubkey pool;
  Pubkey stake;  ///< the owner's record
};
/// The owner pays for their creator record, if they have none.
codec::Instruction activate_agent(const ByOwner& request, const std::optional<StakeShown>& stake = {});
codec::Instruction deactivate_agent(const ByOwner& request);

/// At most 8 keys, none zero, none twice; they replace the agent's list.
InstructionResult set_executors(const ByOwner& request, std::span<const Pubkey> executors);

struct ByAnyone {
  Pubkey agent;
  Pubkey caller;  ///< signs; the owner, or anyone where the lifecycle allows it
  Pubkey owner;   ///< AgentState::owner
};
codec::Instruction suspend_agent(const ByAnyone& request);
codec::Instruction retire_agent(const ByAnyone& request);

struct UpgradeAgent {
  Pubkey agent;
  Pubkey upgrade_authority;  ///< signs
  AgentConfig config;
};
InstructionResult upgrade_agent(const UpgradeAgent& request);

struct ClaimPerformance {
  Pubkey agent;
  Pubkey executor;  ///< signs
  QuoteAmount gain;
  QuoteAmount loss;
  std::uint64_t trades = 0;  ///< at least 1
  Hash root;                 ///< of the Merkle tree over these trades; not zero
};
InstructionResult claim_performance(const ClaimPerformance& request);

/// At least one wallet of the agent. Needs no signature but the fee payer's.
InstructionResult update_performance(const Pubkey& agent, std::span<const Pubkey> wallets);

struct CloseAgent {
  Pubkey agent;
  Pubkey owner;       ///< signs
  Pubkey rent_payer;  ///< AgentState::rent_payer: gets the lamports
};
codec::Instruction close_agent(const CloseAgent& request);

/// Once no agent of theirs is active; the creator signs and gets its rent.
codec::Instruction close_creator_record(const Pubkey& creator);

}  // namespace zestron::protocols::agent_factory
