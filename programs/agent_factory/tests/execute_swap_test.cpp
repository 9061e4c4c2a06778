// `execute` on a real pool: swaps and shares of swap_pool, honest and pushed, with a listed entry of the agent's that fixes
// where value arrives.
#include "swap_world.hpp"

namespace agent_factory::test {
namespace {

class ExecuteSwap : public SwapTest {};
INSTANTIATE_TEST_SUITE_P(, ExecuteSwap, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ExecuteSwap, buys_and_sells_on_a_listed_pool) {
  ASSERT_TRUE(succeeds(swap_for_wallet(kDollar, 100'000'000)));
  EXPECT_EQ(held(kDollar), 900'000'000u);
  const u64 bought = held(kGold) - 1'000'000'000;
  EXPECT_NEAR(static_cast<double>(bought), 49'850'000, 10'000);
  EXPECT_EQ(now().mints[1].tracked_quantity, bought);
  EXPECT_EQ(now().mints[1].tracked_cost, 100'000'000u);
  EXPECT_GT(now().measured.execution_loss, 0u);

  ASSERT_TRUE(succeeds(swap_for_wallet(kGold, bought)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
  EXPECT_EQ(now().measured.yield_generated, 0u);
  EXPECT_GT(now().measured.loss, 0u);  // the pool's fee, twice
  EXPECT_EQ(now().uses, wallet.uses + 2);
}

TEST_P(ExecuteSwap, a_pool_pushed_around_the_wallet) {
  hold(kStranger, kDollar, 100'000'000'000);
  ASSERT_TRUE(succeeds(run(swap_of(kStranger, kDollar, 20'000'000'000, account_of(kStranger, kGold)))));
  EXPECT_TRUE(fails(swap_for_wallet(kDollar, 100'000'000), AgentError::MaxLossExceeded));
  EXPECT_EQ(held(kDollar), 1'000'000'000u);
}

TEST_P(ExecuteSwap, a_swap_to_somebody_else) {
  EXPECT_TRUE(
      fails(run_inner(inner_of(swap_of(kWallet.address, kDollar, 100, account_of(kStranger, kGold))), kMeasured),
            AgentError::AccountRuleBroken));
}

TEST_P(ExecuteSwap, a_swap_in_another_pool) {
  Inner inner = inner_of(swap_of(kWallet.address, kDollar, 100, kOurGold));
  inner.accounts[0].key = key(105);
  EXPECT_TRUE(fails(run_inner(inner, kMeasured), AgentError::AccountRuleBroken));
}

TEST_P(ExecuteSwap, shares_come_in_at_zero_without_a_waiver) {
  wallet.mints[3].mint = kShares;
  wallet.mint_count = 4;
  put_state();
  EXPECT_TRUE(fails(join(10'000'000), AgentError::MaxLossExceeded));
  wallet.mints[3].unpriced_allowed = 1;
  put_state();
  ASSERT_TRUE(succeeds(join(10'000'000)));
  EXPECT_GT(amount(kOurShares), 0u);
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);  // a move at cost, not a trade
}

TEST_P(ExecuteSwap, shares_are_worth_their_part_of_the_pool) {
  hold_shares();
  const Outcome joined = join(10'000'000, kPriced);
  ASSERT_TRUE(succeeds(joined));
  const auto event = client::event<AgentExecuted>(joined.events.back());  // behind the pool's own
  ASSERT_TRUE(event);
  EXPECT_EQ(event->value_out, 10'000'000u);
  EXPECT_NEAR(static_cast<double>(event->value_in), 9'987'000, 3'000);  // half of it paid the pool's fee
  EXPECT_EQ(event->gain + event->loss, 0u);
  EXPECT_EQ(now().mints[3].tracked_quantity, 0u);  // a move at cost, not a trade
  EXPECT_EQ(now().measured.execution_loss, 0u);
}

TEST_P(ExecuteSwap, a_pool_pushed_before_it_is_joined) {
  hold_shares();
  hold(kStranger, kDollar, 100'000'000'000);
  ASSERT_TRUE(succeeds(run(swap_of(kStranger, kDollar, 20'000'000'000, account_of(kStranger, kGold)))));
  EXPECT_TRUE(fails(join(10'000'000, kPriced), AgentError::MaxLossExceeded));
}

TEST_P(ExecuteSwap, shares_priced_by_other_accounts) {
  hold_shares();
  hold_at(key(110), kAuthority.address, kGold, 900'000'000'000);
  put_data(key(111), token_accounts::mint_data({.supply = 1, .decimals = 9}), Token::kId);
  for (const usize replaced : {5u, 6u, 7u}) {
    std::vector<Pubkey> prices = kPriced;
    prices[replaced] = replaced == 7 ? key(111) : key(110);
    EXPECT_TRUE(fails(join(10'000'000, prices), AgentError::PriceAccountInvalid)) << replaced;
  }
  EXPECT_TRUE(fails(join(10'000'000, {kPriced.begin(), kPriced.end() - 1}), AgentError::PriceAccountInvalid));
  EXPECT_TRUE(fails(join(10'000'000, {kDollarEntry, kPoolEntry, kSwap, kDollarVault, kGoldVault, kShares}),
                    AgentError::PriceMissing));
}

// The listed pool as another account says it is.
TEST_P(ExecuteSwap, shares_of_a_pool_that_is_none) {
  hold_shares();
  hold_at(key(113), kAuthority.address, kDollar, 0);
  const auto priced_by = [&](const swap_pool::SwapV1& pool, const Pubkey& owner, const Pubkey& first_vault) {
    chain.put(key(112), pool, owner);
    put_pool(swap_pool::kProgramId, key(112));
    std::vector<Pubkey> prices = kPriced;
    prices[4] = key(112);
    prices[5] = first_vault;
    return join(10'000'000, prices);
  };
  const swap_pool::SwapV1 honest = chain.state<swap_pool::SwapV1>(kSwap).value();
  swap_pool::SwapV1 pool = honest;
  EXPECT_TRUE(fails(priced_by(pool, market::kProgramId, kDollarVault), AgentError::PriceAccountInvalid));
  pool.is_initialized = 0;
  EXPECT_TRUE(fails(priced_by(pool, swap_pool::kProgramId, kDollarVault), AgentError::PriceAccountInvalid));
  pool = honest;
  pool.token_a_mint = kMeme;
  EXPECT_TRUE(fails(priced_by(pool, swap_pool::kProgramId, kDollarVault), AgentError::PriceMissing));
  pool = honest;
  pool.token_a = key(113);
  EXPECT_TRUE(fails(priced_by(pool, swap_pool::kProgramId, key(113)), AgentError::PriceOutOfRange));
}

TEST_P(ExecuteSwap, more_prices_than_mints_that_can_move) {
  put_state();
  std::vector<Pubkey> prices{kDollarEntry};
  for (int times = 0; times < 10; ++times) prices.insert(prices.end(), {kGoldEntry, kGoldPrice});
  EXPECT_TRUE(succeeds(swap_priced_by(prices)));
  prices.insert(prices.end(), {kGoldEntry, kGoldPrice});
  EXPECT_TRUE(fails(swap_priced_by(prices), AgentError::PriceAccountInvalid));
}

}  // namespace
}  // namespace agent_factory::test
