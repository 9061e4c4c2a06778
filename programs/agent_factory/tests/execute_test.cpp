// What `execute` does when all is well, on every ground, with SPL Token.
#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

INSTANTIATE_TEST_SUITE_P(, ExecuteTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ExecuteTest, swaps_within_the_limits) {
  const Outcome outcome = run_inner(swapping(kDollar, 200'000'000, kGold, 99'000'000), kPrices);
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(held(kDollar), 800'000'000u);
  EXPECT_EQ(held(kGold), 1'099'000'000u);
  const Wallet after = now();
  EXPECT_EQ(after.nonce, wallet.nonce + 1);
  EXPECT_EQ(after.uses, wallet.uses + 1);
  EXPECT_EQ(after.measured.execution_count, 1u);
  EXPECT_EQ(after.measured.last_executed_at, kNow);
  EXPECT_EQ(left_of(after.mints[0].allowance), 300'000'000u);
  EXPECT_EQ(left_of(after.mints[1].allowance), 500'000'000u);
  EXPECT_EQ(left_of(after.use_allowance), 99u);
  EXPECT_EQ(after.mints[1].price_published_at, kNow);
  const auto event = outcome.event<AgentExecuted>();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->wallet, kWallet.address);
  EXPECT_EQ(event->nonce, wallet.nonce);
  EXPECT_EQ(event->value_out, 200'000'000u);
  EXPECT_EQ(event->value_in, 198'000'000u);
  EXPECT_EQ(event->fee, Lamports{0});
}

}  // namespace
}  // namespace agent_factory::test
