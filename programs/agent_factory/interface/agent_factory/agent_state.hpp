// AgentState: the published agent. One account per (creator, agent id); written by its owner and the folds, only read
// while wallets execute, so that they run in parallel.
#pragma once

#include <agent_factory/allow_entry.hpp>
#include <agent_factory/performance.hpp>

namespace agent_factory {

enum class Lifecycle : u8 {
  Created,    // registered with a first configuration
  Licensed,   // published: people may license it
  Active,     // executing; the concept's is_active
  Suspended,  // stopped by its owner or by a threshold
  Retired,    // never acts again
};
inline constexpr usize kLifecycleCount = 5;

enum class SuspendedBy : u8 { Nobody, Owner, Threshold };

inline constexpr usize kExecutorsMax = 8;
inline constexpr usize kAllowEntriesMax = 12;
inline constexpr usize kConfigUriMax = 196;

// Offsets count from the start of the account, whose first 8 bytes are the discriminator; see README.md.
// What terms hash lies in three runs of neighbours, to cost few slices.
struct AgentState {
  u8 version;
  u8 bump;
  Lifecycle lifecycle;
  Lifecycle resume_to;  // Created or Licensed: where deactivation leads back to
  SuspendedBy suspended_by;
  Array<u8, 3> reserved_flags;
  Pubkey owner;  // the creator
  Pubkey upgrade_authority;
  Pubkey rent_payer;  // who gets the account's lamports when it is closed
  u64 agent_id;
  i64 created_at;
  i64 suspended_at;         // unix seconds of the last suspension
  Hash256 terms;            // of what a licensee agrees to (terms.hpp), rewritten at each change
  Hash256 suspended_terms;  // those at the last suspension: it may not come back under these
  u64 created_slot;         // tells agents apart that had the same address one after the other
  Hash256 config_hash;
  u64 executor_count;
  Array<Pubkey, kExecutorsMax> executors;  // zero from executor_count on
  u64 allow_count;
  Array<AllowEntry, kAllowEntriesMax> allow_list;  // zero from allow_count on
  Thresholds thresholds;
  Pubkey quote_mint;  // fixed at creation
  AgentPerformance performance_metrics;
  ClaimedPerformance claimed_performance;
  Array<u8, 128> reserved;  // zero; a later layout version takes from here
  TailString<kConfigUriMax> config_uri;
};

inline constexpr usize kAgentStateSpace = 8 + sizeof(AgentState);
static_assert(detail::require_plain_layout<AgentState>());
static_assert(sizeof(AgentState) == 2632);
static_assert(__builtin_offsetof(AgentState, owner) == 8);
static_assert(__builtin_offsetof(AgentState, terms) == 128);
static_assert(__builtin_offsetof(AgentState, created_slot) == 192);
static_assert(__builtin_offsetof(AgentState, executors) == 240);
static_assert(__builtin_offsetof(AgentState, allow_list) == 504);
static_assert(__builtin_offsetof(AgentState, thresholds) == 2136);
static_assert(__builtin_offsetof(AgentState, performance_metrics) == 2184);
static_assert(__builtin_offsetof(AgentState, claimed_performance) == 2232);
static_assert(__builtin_offsetof(AgentState, reserved) == 2304);
static_assert(__builtin_offsetof(AgentState, config_uri) == 2432);

constexpr bool is_active(const AgentState& agent) { return agent.lifecycle == Lifecycle::Active; }

// Of this version, and with every index that the program follows in range: what each instruction demands first.
constexpr bool is_readable_agent(const AgentState& agent) {
  return agent.version == kLayoutVersion && static_cast<usize>(agent.lifecycle) < kLifecycleCount &&
         agent.executor_count <= kExecutorsMax && agent.allow_count <= kAllowEntriesMax;
}

// Of a readable agent.
constexpr bool is_executor(const AgentState& agent, const Pubkey& key) {
  for (u64 i = 0; i < agent.executor_count; ++i) {
    if (agent.executors[i] == key) return true;
  }
  return false;
}

}  // namespace agent_factory
