// What each instruction costs on the real runtime, against compute_units.json. A rise fails; after an improvement lower the
// number there. Addresses have bump 255: each step below costs about 340 more at creation.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "world.hpp"

namespace agent_factory::test {
namespace {

World world_with_bump_255() {
  World world;
  const auto record_bump = [&] { return find_program_address(kProgramId, kCreatorSeed, world.owner).bump; };
  for (u64 number = 1'000; world.agent_pda.bump != 255 || record_bump() != 255; ++number) {
    world.owner = key(number);
    world.agent_pda = find_program_address(kProgramId, kAgentSeed, world.owner, World::kAgentId);
    world.agent = world.agent_pda.address;
  }
  world.fund(world.owner, Lamports{10'000'000'000});
  return world;
}

TEST(ComputeUnits, stay_at_or_below_the_baseline) {
  std::ifstream file(AGENT_FACTORY_COMPUTE_UNITS);
  const auto baseline = nlohmann::json::parse(file);
  World world = world_with_bump_255();
  usize measured = 0;
  const auto measure = [&](const char* name, const Outcome& outcome) {
    ASSERT_TRUE(outcome.ok()) << name << ": " << outcome.error;
    ASSERT_TRUE(baseline.contains(name)) << name << " costs " << outcome.compute_units << " and has no baseline";
    const u64 limit = baseline[name];
    EXPECT_LE(outcome.compute_units, limit) << name;
    std::printf("%-28s %5llu%s\n", name, static_cast<unsigned long long>(outcome.compute_units),
                outcome.compute_units < limit ? "  below the baseline: lower it" : "");
    ++measured;
  };
  const AgentPerformance some{50, 20, 7, 3, 4, 900};
  const auto open_wallets = [&](usize count) {
    std::vector<Pubkey> wallets;
    for (usize i = 0; i < count; ++i) {
      wallets.push_back(key(50 + i));
      world.put_wallet(wallets.back(), world.wallet_of_agent(some));
    }
    return wallets;
  };

  measure("create_agent", world.create());
  measure("publish_agent", world.publish());
  measure("set_executors_1", world.set_executor_list({world.executor}));
  measure("activate_agent", world.activate());
  measure("claim_performance", world.claim());
  measure("upgrade_agent", world.upgrade({}));
  measure("update_performance_1_wallet", world.update(open_wallets(1)));
  measure("update_performance_4_wallets", world.update(open_wallets(4)));
  measure("deactivate_agent", world.deactivate());
  measure("activate_agent_again", world.activate());
  measure("suspend_agent", world.suspend(world.owner));
  measure("set_executors_8",
          world.set_executor_list({key(60), key(61), key(62), key(63), key(64), key(65), key(66), key(67)}));
  measure("retire_agent", world.retire(world.owner));
  world.pass(1, 1);
  measure("close_agent", world.close());
  measure("close_creator_record", world.close_record());
  EXPECT_EQ(measured, baseline.size()) << "a baseline that nothing measures";
}

}  // namespace
}  // namespace agent_factory::test
