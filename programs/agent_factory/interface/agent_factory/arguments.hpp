// Arguments of the instructions that have some.
#pragma once

#include <agent_factory/agent_state.hpp>

namespace agent_factory {

// The document itself lies in the blob store; the chain holds its hash and where to find it.
struct AgentConfig {
  Hash256 config_hash;       // sha256 of the document's canonical form; not zero
  Pubkey quote_mint;         // not zero
  Pubkey upgrade_authority;  // not zero; may be the creator
  Thresholds thresholds;
  String<kConfigUriMax> config_uri;  // 1 to 196 ASCII characters
};

struct CreateAgentArgs {
  u64 agent_id;  // the creator's choice; free again once such an agent is closed
  AgentConfig config;
};

struct UpgradeAgentArgs {
  Hash256 config_hash;
  Thresholds thresholds;
  String<kConfigUriMax> config_uri;
};

struct SetExecutorsArgs {
  Vec<Pubkey, kExecutorsMax> executors;  // replaces the list; none zero, none twice
};

// An AllowEntry as it is given: the same bytes, with its roles not yet known to be some.
struct AllowRuleGiven {
  u8 position;
  u8 role;
};
struct AllowEntryGiven {
  Pubkey program;
  Array<u8, kInstructionPrefixMax> instruction_prefix;
  Array<Pubkey, kFixedKeysMax> fixed_keys;
  Array<AllowRuleGiven, kAccountRulesMax> rules;
  u8 prefix_size;
  u8 rule_count;
  u16 position_owner_offset;
  Array<u8, 4> reserved;
};
static_assert(sizeof(AllowEntryGiven) == sizeof(AllowEntry));

// What a transaction has room for.
inline constexpr u32 kAllowEntriesGivenMax = 7;

// The list becomes its first `keep` entries followed by these; a longer one is built by further instructions that keep what
// is there.
struct SetAllowListArgs {
  u8 keep;  // at most as many as there are; 0: replaces the whole list
  Vec<AllowEntryGiven, kAllowEntriesGivenMax> entries;
};

struct ClaimPerformanceArgs {
  u64 gain;
  u64 loss;
  u64 trades;    // at least 1
  Hash256 root;  // of the Merkle tree over these trades; not zero
};

}  // namespace agent_factory
