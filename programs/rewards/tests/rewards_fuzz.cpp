// Instructions that begin as they should and are then broken by the fuzzer: other accounts, flags, lengths, raw bytes. Whatever
// comes of it, tokens are conserved, the vault holds what the books say, no reward passes its bound, and a failure changes nothing.
#include <grapnel/testing/damage.hpp>
#include <grapnel/testing/reach.hpp>

#include <array>
#include <cstdlib>

#include "rewards_world.hpp"

namespace {

using namespace rewards;
using namespace rewards::test;

void demand(bool condition) {
  if (!condition) std::abort();
}

const std::array<Pubkey, 20> kKeys = {kConfig,
                                      kVault,
                                      kZest,
                                      kTreasury,
                                      kMarketAddress,
                                      kDollarEntry,
                                      kAlice,
                                      kBob,
                                      kMallory,
                                      account_of(kDeployer),
                                      account_of(kAlice),
                                      account_of(kBob),
                                      account_of(kMallory),
                                      agent_of(kAlice),
                                      agent_of(kBob),
                                      listing_of(kAlice),
                                      rewards_of(kAlice),
                                      rewards_of(kBob),
                                      Token::kId,
                                      zestron::kGovernanceAuthority};

client::Instruction chosen(const RewardsWorld& world, FuzzedDataProvider& data) {
  const Pubkey& who = data.ConsumeBool() ? kAlice : kBob;
  const u64 amount = data.ConsumeBool() ? data.ConsumeIntegralInRange<u64>(0, 100'000) : data.ConsumeIntegral<u64>();
  const u64 index = world.current() - data.ConsumeIntegralInRange<u64>(0, 6);
  Parameters p = RewardsWorld::parameters();
  p.emission_max = amount;
  p.claim_epochs = data.ConsumeIntegralInRange<u64>(2, 7);
  switch (data.ConsumeIntegralInRange<int>(0, 11)) {
    case 0: return world.initializing(p);
    case 1: return RewardsWorld::setting(p);
    case 2: return world.funding(amount);
    case 3: return RewardsWorld::opening(index);
    case 4: return RewardsWorld::joining(who);
    case 5:
    case 6: return RewardsWorld::entering(who, index);
    case 7: return RewardsWorld::distributing(who, index);
    case 8: return world.claiming(who, data.ConsumeBool() ? Party::Developer : Party::Treasury);
    case 9: return RewardsWorld::returning(who);
    case 10: return RewardsWorld::closing(index);
    default: return RewardsWorld::leaving(who);
  }
}

unsigned __int128 tokens(const RewardsWorld& world) {
  unsigned __int128 sum = 0;
  for (const Pubkey& account : kKeys) {
    if (world.chain.account(account).owner == Token::kId) sum += account == kZest ? 0 : world.amount(account);
  }
  return sum;
}

void demand_books(const RewardsWorld& world) {
  demand(world.books_hold());
  for (const Pubkey& person : {kAlice, kBob}) {
    const auto rewards = world.chain.state<AgentRewards>(rewards_of(person));
    if (!rewards) continue;
    for (const EpochShare& share : rewards->shares) demand(share.owed_developer + share.owed_treasury <= share.bound);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* bytes, std::size_t size) {
  RewardsWorld world;
  FuzzedDataProvider data(bytes, size);
  demand(world.run(world.initializing()).ok());
  for (int left = 24; left > 0 && data.remaining_bytes() > 0; --left) {
    if (data.ConsumeIntegralInRange<int>(0, 3) == 0) world.next_epoch();
    world.receive(kAlice, data.ConsumeIntegralInRange<u64>(0, 100'000));
    if (data.ConsumeBool()) world.gain(kAlice, data.ConsumeIntegralInRange<u64>(0, u64{1} << 62));
    client::Instruction instruction = chosen(world, data);
    for (int breaks = data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
      grapnel::testing::damage(instruction, data, kKeys, 400);
    const auto sum = tokens(world);
    const auto config_before = world.chain.account(kConfig).data;
    const bool succeeded = world.run(instruction).ok();
    grapnel::testing::reach(instruction.data, succeeded);
    demand(tokens(world) == sum);
    if (!succeeded) demand(world.chain.account(kConfig).data == config_before);
    demand_books(world);
  }
  return 0;
}
