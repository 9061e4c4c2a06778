// Terms: the hash of everything about an agent that a person who funds it relies on. A wallet stores the terms its holder
// agreed to; when they change, execution stops until the holder agrees again.
#pragma once

#include <agent_factory/agent_state.hpp>

namespace agent_factory {

// sha256 of, in this order:
//
//   agent 32 ‖ created_slot u64 ‖ config_hash 32 ‖ executor_count u64 ‖ that many executors ‖ allow_count u64 ‖ that many
//   allow entries ‖ thresholds 16 ‖ quote_mint 32
//
// The counts make the lists unambiguous; hashing used entries only keeps creation cheap. created_slot tells an agent from
// a later one at the same address.
inline constexpr usize kTermsSliceCount = 4;

// Where these bytes lie; valid while `key` and `agent` are.
inline Array<Slice, kTermsSliceCount> terms_slices(const Pubkey& key, const AgentState& agent) {
  return {{{&key, sizeof key},
           {&agent.created_slot, sizeof(u64) + sizeof(Hash256) + sizeof(u64) + agent.executor_count * sizeof(Pubkey)},
           {&agent.allow_count, sizeof(u64) + agent.allow_count * sizeof(AllowEntry)},
           {&agent.thresholds, sizeof(Thresholds) + sizeof(Pubkey)}}};
}

static_assert(__builtin_offsetof(AgentState, executors) - __builtin_offsetof(AgentState, created_slot) == 48);
static_assert(__builtin_offsetof(AgentState, quote_mint) - __builtin_offsetof(AgentState, thresholds) == 16);

}  // namespace agent_factory
