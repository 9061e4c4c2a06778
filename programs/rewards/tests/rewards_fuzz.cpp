// Instructions that begin as they should and are then broken by the fuzzer: other accounts, flags, lengths, raw bytes. Whatever
// comes of it, lamports and tokens only move, the vault holds what the books say, no reward passes its bound, and a failure changes nothing.
#include <grapnel/testing/balance.hpp>
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

bool run(RewardsWorld& world, const client::Instruction& instruction) {
  const Outcome outcome = world.run(instruction);
  grapnel::testing::reach(instruction.data, outcome.ok());
  demand(grapnel::testing::out_of_balance(outcome).empty());
  return outcome.ok();
}

// Alice's first epoch has expired with something owed, her second is to be distributed, Bob's is; the epoch behind the
// running one isn't opened yet. Mallory's agent is gone, the deployer's has no rewards yet.
constexpr u64 kFirstEpoch = 1'000;
void begin(RewardsWorld& world) {
  const auto done = [&](const client::Instruction& instruction) { demand(run(world, instruction)); };
  done(world.initializing());
  done(world.funding(1'000'000));
  for (const Pubkey& person : {kMallory, kDeployer}) world.put_agent(person, {});
  for (const Pubkey& person : {kAlice, kBob, kMallory}) done(RewardsWorld::joining(person));
  world.chain.set_account(agent_of(kMallory), {});
  const auto earn = [&](u64 gained) {
    for (const Pubkey& person : {kAlice, kBob}) {
      world.receive(person, 20'000);
      world.gain(person, gained);
    }
  };
  demand(world.current() == kFirstEpoch);
  earn(kDollars);
  world.next_epoch();
  done(RewardsWorld::opening(kFirstEpoch));
  done(RewardsWorld::entering(kAlice, kFirstEpoch));
  world.next_epoch();
  done(RewardsWorld::distributing(kAlice, kFirstEpoch));
  world.next_epoch(5);
  const u64 second = world.current();
  earn(2 * kDollars);
  world.next_epoch();
  done(RewardsWorld::opening(second));
  for (const Pubkey& person : {kAlice, kBob}) done(RewardsWorld::entering(person, second));
  earn(3 * kDollars);
  world.next_epoch();
  done(RewardsWorld::distributing(kBob, second));
}

client::Instruction chosen(const RewardsWorld& world, FuzzedDataProvider& data) {
  static constexpr std::array<Pubkey, 4> kPeople = {kAlice, kBob, kMallory, kDeployer};
  const Pubkey& who = kPeople[data.ConsumeIntegralInRange<usize>(0, kPeople.size() - 1)];
  const u64 amount = data.ConsumeBool() ? data.ConsumeIntegralInRange<u64>(0, 100'000) : data.ConsumeIntegral<u64>();
  const u64 index = world.current() - (data.ConsumeBool() ? 1 : data.ConsumeIntegralInRange<u64>(0, 6));
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
    case 10: return RewardsWorld::closing(data.ConsumeBool() ? kFirstEpoch : index);
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
  begin(world);
  for (int left = 24; left > 0 && data.remaining_bytes() > 0; --left) {
    if (data.ConsumeIntegralInRange<int>(0, 3) == 0) world.next_epoch();
    world.receive(kAlice, data.ConsumeIntegralInRange<u64>(0, 100'000));
    if (data.ConsumeBool()) world.gain(kAlice, data.ConsumeIntegralInRange<u64>(0, u64{1} << 62));
    client::Instruction instruction = chosen(world, data);
    for (int breaks = data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
      grapnel::testing::damage(instruction, data, kKeys, 400);
    const auto sum = tokens(world);
    const auto config_before = world.chain.account(kConfig).data;
    const bool succeeded = run(world, instruction);
    demand(tokens(world) == sum);
    if (!succeeded) demand(world.chain.account(kConfig).data == config_before);
    demand_books(world);
  }
  return 0;
}
