#include "protocols/zest_staking/zest_staking.hpp"

#include "protocols/instruction.hpp"
#include "protocols/remembered.hpp"

#include <zest_staking/zest_staking.hpp>

namespace zestron::protocols::zest_staking {
namespace {

namespace program = ::zest_staking;

}  // namespace

std::optional<Pool> decode_pool(const Pubkey& address, const Pubkey& owner, ByteView data) {
  if (owner != to_host(program::kProgramId)) return std::nullopt;
  const auto state = grapnel::client::account<program::StakePool>(data);
  if (!state || !program::is_readable_pool(*state)) return std::nullopt;
  return Pool{address, to_host(state->mint), to_host(state->token_program), to_host(state->vault),
              to_host(state->rewards_vault)};
}

Pubkey stake_address(const Pubkey& pool, const Pubkey& staker) {
  thread_local Remembered<Pubkey, 2> known;
  return known({pool, staker}, [&] {
    return to_host(
        grapnel::find_program_address(program::kProgramId, program::kStakeSeed, to_program(pool), to_program(staker))
            .address);
  });
}

std::size_t stake_space() { return grapnel::client::account_data(program::StakeRecord{}).size(); }

std::optional<domain::StakeState> state_of(const Pubkey& pool_address, ByteView pool, ByteView record,
                                           UnixSeconds now) {
  auto pool_state = grapnel::client::account<program::StakePool>(pool);
  auto stake = grapnel::client::account<program::StakeRecord>(record);
  if (!pool_state || !stake || !program::is_readable_pool(*pool_state) || !program::is_readable_stake(*stake) ||
      to_host(stake->pool) != pool_address)
    return std::nullopt;
  program::flow(*pool_state, now.value());
  if (!program::settle(*pool_state, *stake)) return std::nullopt;
  return domain::StakeState{pool_address, to_host(pool_state->mint), stake->amount, stake->owed_staker};
}

codec::Instruction stake(const Pool& pool, const Pubkey& staker, const Pubkey& from, std::uint64_t amount) {
  return to_host(grapnel::client::instruction<program::stake_zest>(
      program::kProgramId,
      {to_program(staker), to_program(pool.address), to_program(stake_address(pool.address, staker)),
       to_program(pool.mint), to_program(from), to_program(pool.vault), to_program(pool.token_program),
       grapnel::System::kId},
      {amount}));
}

codec::Instruction claim_rewards(const Pool& pool, const Pubkey& staker, const Pubkey& destination) {
  return to_host(grapnel::client::instruction<program::claim_rewards>(
      program::kProgramId,
      {to_program(pool.address), to_program(stake_address(pool.address, staker)), to_program(staker),
       to_program(pool.mint), to_program(pool.rewards_vault), to_program(destination), to_program(pool.token_program)},
      {program::Party::Staker}));
}

}  // namespace zestron::protocols::zest_staking
