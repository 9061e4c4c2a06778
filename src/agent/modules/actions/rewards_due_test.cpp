#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

constexpr Pubkey kZest({7});

class RewardsDueModule : public ::testing::Test {
 protected:
  // As a node tells it: the wallet first, then the stake.
  std::uint64_t see(std::uint64_t held, std::uint64_t staked, std::uint64_t rewards) {
    bench_.put(2, Quantity{held, kZest, true}).step_for(2);
    bench_.put(0, Quantity{staked, kZest, true}).put(1, Quantity{rewards, kZest, true});
    bench_.step_for(0);
    return bench_.out<Quantity>().units;
  }
  Bench bench_{"rewards_due"};
};

TEST_F(RewardsDueModule, is_what_could_be_claimed_and_not_what_the_wallet_holds) {
  EXPECT_EQ(see(5'000, 100, 30), 30U);
  EXPECT_EQ(bench_.out<Quantity>().mint, kZest);
  EXPECT_EQ(see(9'000, 100, 31), 31U) << "a deposit";
  EXPECT_EQ(see(9'000, 131, 0), 0U) << "all of it was staked";
}

TEST_F(RewardsDueModule, what_a_smaller_stake_claimed_is_staked_by_the_next) {
  see(5, 100, 30);
  EXPECT_EQ(see(25, 110, 0), 20U);
  EXPECT_EQ(see(15, 120, 0), 10U);
  EXPECT_EQ(see(15, 120, 3), 13U) << "more has streamed";
  EXPECT_EQ(see(8, 130, 0), 3U) << "a claim of 3 and a stake of 10";
  EXPECT_EQ(see(5, 133, 0), 0U) << "and what was in the wallet at first is still there";
}

TEST_F(RewardsDueModule, what_streamed_between_look_and_claim_stays_in_the_wallet) {
  see(5, 100, 30);
  EXPECT_EQ(see(7, 130, 0), 0U);
}

TEST_F(RewardsDueModule, what_a_person_takes_out_is_not_wanted) {
  see(5, 100, 30);
  ASSERT_EQ(see(25, 110, 0), 20U);
  EXPECT_EQ(see(10, 110, 0), 5U);
  EXPECT_EQ(see(100, 110, 0), 5U) << "nor what they put in";
  EXPECT_EQ(see(0, 110, 0), 0U);
}

TEST_F(RewardsDueModule, what_a_person_claims_is_theirs) {
  see(5, 100, 30);
  EXPECT_EQ(see(35, 100, 0), 0U);
}

TEST_F(RewardsDueModule, needs_no_wallet_that_holds_anything) {
  bench_.put(0, Quantity{100, kZest, true}).put(1, Quantity{30, kZest, true});
  EXPECT_TRUE(bench_.step_for(0));
  EXPECT_EQ(bench_.out<Quantity>().units, 30U);
}

}  // namespace
}  // namespace zestron::agent
