// Staking pools of zest_staking for host code: pool and stake, what a stake could claim, and the instructions that an agent's wallet
// calls. Sits between the program's interface and what agents see (domain::StakeState). No I/O.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "domain/event.hpp"

#include <optional>

namespace zestron::protocols::zest_staking {

struct Pool {
  Pubkey address;
  Pubkey mint, token_program;
  Pubkey vault, rewards_vault;
};
/// nullopt when the account at `address` is no pool of the program.
std::optional<Pool> decode_pool(const Pubkey& address, const Pubkey& owner, ByteView data);

Pubkey stake_address(const Pubkey& pool, const Pubkey& staker);
/// Bytes of a stake's record, whose rent an address can be given before.
std::size_t stake_space();

/// What the staker has staked, and the rewards that would be paid at `now`. `record` of the stake's account, `pool` of the pool's;
/// nullopt when they are not of one another.
std::optional<domain::StakeState> state_of(const Pubkey& pool_address, ByteView pool, ByteView record, UnixSeconds now);

/// A stake's first one makes the record, for which `staker` pays; an address that has its rent already costs nothing.
codec::Instruction stake(const Pool& pool, const Pubkey& staker, const Pubkey& from, std::uint64_t amount);
codec::Instruction claim_rewards(const Pool& pool, const Pubkey& staker, const Pubkey& destination);

}  // namespace zestron::protocols::zest_staking
