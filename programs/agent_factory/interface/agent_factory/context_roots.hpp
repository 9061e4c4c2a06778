// ContextRoots: what an agent's executors saw, slot by slot, as a Merkle mountain range. The roots of its full subtrees lie
// on chain, so any slot that was ever committed can be proven for good. An account of its own: AgentState must stay
// unwritten while wallets execute.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

// 2^30 slots of 400 ms are 13 years, and a proof of so many still fits a transaction.
inline constexpr usize kPeaksMax = 30;

struct ContextRoots {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey agent;
  Pubkey rent_payer;       // the agent's owner, who opened it
  u64 agent_created_slot;  // of the agent whose executors write here
  u64 interval_slots;      // at least so many between two committed slots; 1: every slot
  u64 leaf_count;
  u64 last_slot;                    // the last one committed
  Array<Hash256, kPeaksMax> peaks;  // peaks[i]: of a full subtree of 2^i leaves, there if bit i of leaf_count is set
  Array<u8, 128> reserved;
};

inline constexpr usize kContextRootsSpace = 8 + sizeof(ContextRoots);
static_assert(detail::require_plain_layout<ContextRoots>());
static_assert(sizeof(ContextRoots) == 1192);
static_assert(__builtin_offsetof(ContextRoots, agent) == 8);
static_assert(__builtin_offsetof(ContextRoots, agent_created_slot) == 72);
static_assert(__builtin_offsetof(ContextRoots, peaks) == 104);
static_assert(__builtin_offsetof(ContextRoots, reserved) == 1064);

constexpr bool is_readable_context(const ContextRoots& context) { return context.version == kLayoutVersion; }

}  // namespace agent_factory
