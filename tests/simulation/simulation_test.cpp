#include "world.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace zestron::simulation {
namespace {

constexpr std::uint64_t kSeeds = 2'000;

TEST(Simulation, holds_on_every_seed) {
  std::uint64_t landed = 0, kills = 0, forks = 0, landed_on_bank = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto run = simulate(seed, Bug::kNone);
    ASSERT_EQ(run.violation, "") << "zestron_simulate --first " << seed << " --seeds 1 shows its last events";
    landed += run.landed;
    if (on_bank(seed)) landed_on_bank += run.landed;
    kills += run.kills;
    forks += run.forks;
  }
  // Seeds on which nothing happens prove nothing.
  EXPECT_GT(landed, kSeeds);
  EXPECT_GT(landed_on_bank, kSeeds / kBankEvery);
  EXPECT_GT(kills, kSeeds / 2);
  EXPECT_GT(forks, kSeeds);
}

TEST(Simulation, a_seed_replays_exactly) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto once = simulate(seed, Bug::kNone), again = simulate(seed, Bug::kNone, true);
    EXPECT_EQ(once.fingerprint, again.fingerprint) << seed;
  }
}

// What protects from these is the node alone: the real program and runtime would let them through.
TEST(Simulation, bugs_are_found_on_the_real_bank) {
  for (const auto bug : {Bug::kJournalAfterSend, Bug::kTwoInFlight, Bug::kLandedAtProcessed, Bug::kApprovalUsedTwice}) {
    std::string violation;
    for (std::uint64_t seed = kBankEvery; violation.empty() && seed <= 15 * kBankEvery; seed += kBankEvery)
      violation = simulate(seed, bug).violation;
    EXPECT_FALSE(violation.empty()) << name(bug);
  }
}

class PlantedBug : public ::testing::TestWithParam<int> {};

TEST_P(PlantedBug, is_found) {
  const auto bug = static_cast<Bug>(GetParam());
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto run = simulate(seed, bug);
    if (run.violation.empty()) continue;
    std::cout << name(bug) << ": seed " << seed << ": " << run.violation << "\n";
    const auto again = simulate(seed, bug, true);
    EXPECT_EQ(again.violation, run.violation);
    EXPECT_EQ(again.fingerprint, run.fingerprint);
    EXPECT_FALSE(again.trace.empty());
    return;
  }
  FAIL() << name(bug) << " was not found in " << kSeeds << " seeds";
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBug, ::testing::Range(1, static_cast<int>(kBugNames.size())),
                         [](const auto& bug) { return std::string(name(static_cast<Bug>(bug.param))); });

}  // namespace
}  // namespace zestron::simulation
