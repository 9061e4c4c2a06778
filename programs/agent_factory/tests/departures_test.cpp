// What leaves a wallet otherwise than in a measured trade leaves its books too, at the cheaper of cost and oracle value.
#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

const Pubkey kOurGold = account_of(kWallet.address, kGold), kTheirGold = account_of(kStranger, kGold);

class Departures : public ExecuteTest {
 protected:
  // A hundred gold are bought for two hundred dollars; a thousand lay there before. A gold costs `price` cents afterwards.
  void buy_gold(i64 price) {
    wallet.mints[1].unreturned_allowed = 1;
    put_state();
    ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 200'000'000, kGold, 100'000'000), kMeasured)));
    put_price(kGoldPrice, gold_at(price * 1'000'000));
    expect_books(100'000'000, 200'000'000);
  }
  Outcome pay_gold(u64 amount, const std::vector<Pubkey>& prices) {
    return run_inner(playing({transfer(kOurGold, kTheirGold, kWallet.address, amount)}), prices);
  }
  void expect_books(u64 quantity, u64 cost) const {
    EXPECT_EQ(now().mints[1].tracked_quantity, quantity);
    EXPECT_EQ(now().mints[1].tracked_cost, cost);
  }
  void expect_figures(u64 gain, u64 loss) const {
    EXPECT_EQ(now().measured.yield_generated, gain);
    EXPECT_EQ(now().measured.loss, loss);
  }
};
INSTANTIATE_TEST_SUITE_P(, Departures, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(Departures, a_payment_of_what_became_dearer_gains_nothing) {
  buy_gold(300);
  ASSERT_TRUE(succeeds(pay_gold(40'000'000, kPrices)));
  expect_books(60'000'000, 120'000'000);
  expect_figures(0, 0);
}

TEST_P(Departures, a_payment_of_what_became_cheaper_realises_the_loss) {
  buy_gold(150);
  const Outcome paid = pay_gold(40'000'000, kPrices);
  ASSERT_TRUE(succeeds(paid));
  expect_books(60'000'000, 120'000'000);
  expect_figures(0, 20'000'000);
  const auto event = client::event<AgentExecuted>(paid.events.back());
  ASSERT_TRUE(event);
  EXPECT_EQ(event->loss, 20'000'000u);
}

TEST_P(Departures, without_a_price_it_leaves_at_cost) {
  buy_gold(150);
  ASSERT_TRUE(succeeds(pay_gold(40'000'000, {})));
  expect_books(60'000'000, 120'000'000);
  expect_figures(0, 0);
}

TEST_P(Departures, what_was_not_bought_has_no_part_in_the_loss) {
  buy_gold(150);
  ASSERT_TRUE(succeeds(pay_gold(150'000'000, kPrices)));
  expect_books(0, 0);
  expect_figures(0, 50'000'000);
}

TEST_P(Departures, a_trade_that_is_not_measured_is_one) {
  buy_gold(150);
  ASSERT_TRUE(succeeds(run_inner(swapping(kGold, 50'000'000, kDollar, 75'000'000), kPrices)));
  expect_books(50'000'000, 100'000'000);
  expect_figures(0, 25'000'000);
  put_pool(market::kProgramId, key(99));
  ASSERT_TRUE(succeeds(run_inner(swapping(kGold, 50'000'000, kDollar, 75'000'000), kMeasured)));
  expect_books(0, 0);
  expect_figures(0, 50'000'000);
}

TEST_P(Departures, all_that_leave_together_do) {
  wallet.mints[2].tracked_quantity = 10;
  wallet.mints[2].tracked_cost = 30;
  wallet.mints[2].unreturned_allowed = 1;
  buy_gold(150);
  const Call meme = transfer(account_of(kWallet.address, kMeme), account_of(kStranger, kMeme), kWallet.address, 5);
  ASSERT_TRUE(
      succeeds(run_inner(playing({transfer(kOurGold, kTheirGold, kWallet.address, 40'000'000), meme}), kPrices)));
  expect_books(60'000'000, 120'000'000);
  EXPECT_EQ(now().mints[2].tracked_quantity, 5u);
  EXPECT_EQ(now().mints[2].tracked_cost, 15u);
  expect_figures(0, 20'000'000);
}

TEST_P(Departures, between_its_own_accounts_nothing_leaves) {
  buy_gold(150);
  hold_at(key(98), kWallet.address, kGold, 0);
  ASSERT_TRUE(succeeds(run_inner(playing({transfer(kOurGold, key(98), kWallet.address, 40'000'000)}), kPrices)));
  expect_books(100'000'000, 200'000'000);
}

TEST_P(Departures, what_comes_stays_out_of_the_books) {
  buy_gold(150);
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 15'000'000, kGold, 10'000'000), kPrices)));
  expect_books(100'000'000, 200'000'000);
}

TEST_P(Departures, a_value_beyond_all_numbers_is_refused) {
  buy_gold(9'000'000'000'000);
  EXPECT_TRUE(fails(pay_gold(400'000'000, kPrices), AgentError::PriceOutOfRange));
  expect_books(100'000'000, 200'000'000);
}

}  // namespace
}  // namespace agent_factory::test
