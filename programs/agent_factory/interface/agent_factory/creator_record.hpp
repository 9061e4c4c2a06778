// CreatorRecord: how many agents of one creator are active. Activation counts up, whatever stops an active agent counts down;
// an account of its own at a derived address, so that anyone who may stop an agent can pass it.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

struct CreatorRecord {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey creator;  // the agents' owner, who pays the rent
  u64 active_agents;
  Array<u8, 128> reserved;
};

inline constexpr usize kCreatorRecordSpace = 8 + sizeof(CreatorRecord);
static_assert(detail::require_plain_layout<CreatorRecord>());
static_assert(sizeof(CreatorRecord) == 176);
static_assert(__builtin_offsetof(CreatorRecord, creator) == 8);
static_assert(__builtin_offsetof(CreatorRecord, active_agents) == 40);
static_assert(__builtin_offsetof(CreatorRecord, reserved) == 48);

constexpr bool is_readable_record(const CreatorRecord& record) { return record.version == kLayoutVersion; }

}  // namespace agent_factory
