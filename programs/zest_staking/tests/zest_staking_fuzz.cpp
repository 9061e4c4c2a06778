// Instructions that begin as they should and are then broken by the fuzzer: other accounts, flags, lengths, raw bytes. Whatever
// comes of it, lamports and tokens only move, the vaults hold what the pool says, a failure changes nothing, and no lock shortens.
#include <grapnel/testing/balance.hpp>
#include <grapnel/testing/damage.hpp>
#include <grapnel/testing/reach.hpp>

#include <array>
#include <cstdlib>

#include "staking_world.hpp"

namespace {

using namespace zest_staking;
using namespace zest_staking::test;

void demand(bool condition) {
  if (!condition) std::abort();
}

const std::array<Pubkey, 20> kKeys = {kPool,
                                      kVault,
                                      kRewards,
                                      kMint,
                                      kSink,
                                      kTreasury,
                                      kAlice,
                                      kBob,
                                      kMallory,
                                      kDeployer,
                                      kDeveloper,
                                      account_of(kAlice),
                                      account_of(kBob),
                                      account_of(kMallory),
                                      account_of(kDeveloper),
                                      account_of(kDeployer),
                                      stake_of(kAlice),
                                      stake_of(kBob),
                                      Token::kId,
                                      zestron::kMarketplaceAuthority};

client::Instruction chosen(const StakingWorld& world, FuzzedDataProvider& data) {
  const Pubkey& who = data.ConsumeBool() ? kAlice : kBob;
  const u64 amount = data.ConsumeBool() ? data.ConsumeIntegralInRange<u64>(0, 10'000) : data.ConsumeIntegral<u64>();
  const i64 until = world.now() + data.ConsumeIntegralInRange<i64>(0, 2 * kDaySeconds);
  switch (data.ConsumeIntegralInRange<int>(0, 16)) {
    case 0: return world.initializing();
    case 1: return StakingWorld::setting_features({feature("a", amount)});
    case 2: return world.staking(who, amount);
    case 3: return StakingWorld::locking(who, until);
    case 4: return StakingWorld::cooling(who, amount);
    case 5: return StakingWorld::cancelling(who);
    case 6: return world.unstaking(who);
    case 7: return StakingWorld::closing(who);
    case 8: {
      const bool apt = data.ConsumeBool();
      return world.funding(
          amount, apt ? data.ConsumeIntegralInRange<i64>(kDaySeconds, 30 * kDaySeconds) : data.ConsumeIntegral<i64>());
    }
    case 9: return data.ConsumeBool() ? world.claiming(who) : world.paying_developer(who);
    case 10: return StakingWorld::bonding(who, amount);
    case 11: return StakingWorld::beginning_unbond(who, amount);
    case 12: return StakingWorld::unbonding(who);
    case 13: return StakingWorld::slashing(who, amount, data.ConsumeIntegralInRange<u64>(0, 20));
    case 14: return world.collecting();
    case 15: return StakingWorld::pledging(who, until);
    default: return data.ConsumeBool() ? StakingWorld::releasing(who) : StakingWorld::releasing_ended(who);
  }
}

unsigned __int128 tokens(const StakingWorld& world) {
  unsigned __int128 sum = 0;
  for (const Pubkey& account : kKeys) {
    if (world.chain.account(account).owner == Token::kId) sum += account == kMint ? 0 : world.amount(account);
  }
  return sum;
}

bool run(StakingWorld& world, const client::Instruction& instruction) {
  const Outcome outcome = world.run(instruction);
  grapnel::testing::reach(instruction.data, outcome.ok());
  demand(grapnel::testing::out_of_balance(outcome).empty());
  return outcome.ok();
}

i64 lock_of(const StakingWorld& world, const Pubkey& who) {
  return world.has_stake(who) ? world.stake(who).lock_until : 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* bytes, std::size_t size) {
  StakingWorld world;
  FuzzedDataProvider data(bytes, size);
  demand(run(world, world.initializing()));
  // Or most lives would end before anybody has a stake.
  for (const Pubkey& who : {kAlice, kBob}) demand(world.run(world.staking(who, 10'000)).ok());
  demand(world.run(StakingWorld::locking(kBob, world.now() + 90 * kDaySeconds)).ok());  // so that Bob can pledge
  for (int left = 16; left > 0 && data.remaining_bytes() > 0; --left) {
    world.pass(data.ConsumeIntegralInRange<i64>(0, 20 * kDaySeconds));
    client::Instruction instruction = chosen(world, data);
    for (int breaks = data.ConsumeBool() ? 0 : data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
      grapnel::testing::damage(instruction, data, kKeys, 400);
    const auto sum = tokens(world);
    const auto pool_before = world.chain.account(kPool).data;
    const i64 lock = lock_of(world, kAlice);
    const bool had = world.has_stake(kAlice);
    const bool succeeded = run(world, instruction);
    demand(tokens(world) == sum);
    if (!succeeded) demand(world.chain.account(kPool).data == pool_before);
    if (had && world.has_stake(kAlice)) demand(lock_of(world, kAlice) >= lock);
    const StakePool pool = world.pool();
    demand(world.amount(kVault) == pool.staked + pool.cooling + pool.slashed);
    demand(world.amount(kRewards) == pool.stream_amount + pool.rewards_owed);
  }
  return 0;
}
