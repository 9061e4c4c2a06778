// One event for each change of an agent, with what an indexer can't know from earlier ones; those of wallets and context
// roots stand in wallet_events.hpp.
#pragma once

#include <agent_factory/wallet_events.hpp>

namespace agent_factory {

// The account holds the rest, and AgentActivated says the terms before the agent does anything: a byte here costs a unit.
struct AgentCreated {
  Pubkey agent;
  Pubkey owner;
  u64 agent_id;
  Hash256 config_hash;
};

struct AgentPublished {
  Pubkey agent;
};

struct AgentActivated {
  Pubkey agent;
  Hash256 terms;
};

struct AgentDeactivated {
  Pubkey agent;
};

// `by` is the owner, or whoever saw a threshold passed.
struct AgentSuspended {
  Pubkey agent;
  Pubkey by;
  i64 suspended_at;
};

struct AgentRetired {
  Pubkey agent;
  Pubkey by;
};

struct AgentUpgraded {
  Pubkey agent;
  Hash256 config_hash;
  Hash256 terms;
};

struct ExecutorsChanged {
  Pubkey agent;
  u64 executor_count;
  Hash256 terms;
};

struct AllowListChanged {
  Pubkey agent;
  u64 allow_count;
  Hash256 terms;
};

// What this claim says, and which one of the agent's it is, from 1.
struct PerformanceClaimed {
  Pubkey agent;
  Pubkey executor;
  u64 claim;
  u64 gain;
  u64 loss;
  u64 trades;
  Hash256 root;
};

// The measured totals after a fold that changed them.
struct PerformanceUpdated {
  Pubkey agent;
  AgentPerformance performance_metrics;
};

struct AgentClosed {
  Pubkey agent;
  Pubkey rent_payer;
  Lamports returned;
};

struct CreatorRecordClosed {
  Pubkey creator;
  Lamports returned;
};

}  // namespace agent_factory
