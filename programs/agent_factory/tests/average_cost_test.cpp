// Average cost: what a sequence of buys, sales and withdrawals realises, against a plain reference, and the bound that makes
// it worth counting: without a move of the oracle's price there is no gain.
#include <agent_factory/average_cost.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <tuple>
#include <vector>

namespace agent_factory {
namespace {

using Wide = unsigned __int128;

constexpr TradeValue exactly(u64 paid, u64 received) { return {{paid, paid}, {received, received}}; }

TEST(AverageCost, a_buy_is_booked_at_the_dearer_and_a_sale_at_the_cheaper) {
  EXPECT_EQ(booked_cost(exactly(100, 90)), 100u);
  EXPECT_EQ(booked_cost(exactly(100, 110)), 110u);
  EXPECT_EQ(booked_proceeds(exactly(100, 90)), 90u);
  EXPECT_EQ(booked_proceeds(exactly(100, 110)), 100u);
  EXPECT_EQ(execution_outturn(exactly(100, 90)), (Outturn{0, 10}));
  EXPECT_EQ(execution_outturn(exactly(100, 110)), (Outturn{10, 0}));
}

TEST(AverageCost, what_is_not_exact_is_booked_against_the_agent) {
  const TradeValue value{{10, 11}, {10, 11}};
  EXPECT_EQ(booked_cost(value), 11u);
  EXPECT_EQ(booked_proceeds(value), 10u);
  EXPECT_EQ(execution_outturn(value), (Outturn{0, 1}));
}

TEST(AverageCost, selling_half_realises_half) {
  Holding holding;
  ASSERT_TRUE(buy(holding, 10, 100));
  ASSERT_TRUE(buy(holding, 10, 200));
  EXPECT_EQ(sell(holding, 10, 180), (Outturn{30, 0}));
  EXPECT_EQ(holding, (Holding{10, 150}));
  EXPECT_EQ(sell(holding, 10, 100), (Outturn{0, 50}));
  EXPECT_EQ(holding, (Holding{}));
}

TEST(AverageCost, gifts_sold_realise_nothing) {
  Holding holding;
  EXPECT_EQ(sell(holding, 1'000, 1'000'000), (Outturn{}));
  ASSERT_TRUE(buy(holding, 10, 100));
  // 10 bought and 90 given, sold for 1,000: a tenth of that is the tracked part's.
  EXPECT_EQ(sell(holding, 100, 1'000), (Outturn{}));
  EXPECT_EQ(holding, (Holding{}));
}

TEST(AverageCost, a_withdrawal_takes_its_cost_along) {
  Holding holding{3, 100};
  EXPECT_EQ(move_out(holding, 1), 33u);  // rounded down
  EXPECT_EQ(holding, (Holding{2, 67}));
  EXPECT_EQ(move_out(holding, 5), 67u);
  EXPECT_EQ(holding, (Holding{}));
}

TEST(AverageCost, an_overflow_changes_nothing) {
  Holding holding{~u64{0}, 5};
  EXPECT_FALSE(buy(holding, 1, 1));
  EXPECT_EQ(holding, (Holding{~u64{0}, 5}));
  holding = {5, ~u64{0}};
  EXPECT_FALSE(buy(holding, 1, 1));
  EXPECT_EQ(holding, (Holding{5, ~u64{0}}));
}

TEST(AverageCost, every_small_sale_is_the_formula) {
  for (u64 quantity = 0; quantity < 14; ++quantity) {
    for (u64 cost = 0; cost <= (quantity == 0 ? 0u : 14u); ++cost) {
      for (u64 sold = 0; sold < 20; ++sold) {
        for (u64 proceeds = 0; proceeds < 20; ++proceeds) {
          Holding holding{quantity, cost};
          const Outturn result = sell(holding, sold, proceeds);
          const u64 tracked = std::min(quantity, sold);
          const u64 cost_part = tracked == 0 ? 0 : cost * tracked / quantity;
          const u64 share = tracked == 0 ? 0 : proceeds * tracked / sold;
          ASSERT_EQ(holding, (Holding{quantity - tracked, cost - cost_part}));
          ASSERT_EQ(result,
                    (Outturn{share > cost_part ? share - cost_part : 0, cost_part > share ? cost_part - share : 0}));
        }
      }
    }
  }
}

TEST(AverageCost, any_sale_is_the_formula) {
  EXPECT_TRUE(rc::check("sell in 128 bits", [] {
    const u64 quantity = *rc::gen::arbitrary<u64>(), cost = quantity == 0 ? 0 : *rc::gen::arbitrary<u64>();
    const u64 sold = *rc::gen::arbitrary<u64>(), proceeds = *rc::gen::arbitrary<u64>();
    Holding holding{quantity, cost};
    const Outturn result = sell(holding, sold, proceeds);
    const u64 tracked = std::min(quantity, sold);
    if (tracked == 0) {
      RC_ASSERT(result == Outturn{} && holding == (Holding{quantity, cost}));
      return;
    }
    const auto part = static_cast<u64>(Wide{cost} * tracked / quantity);
    const auto share = static_cast<u64>(Wide{proceeds} * tracked / sold);
    RC_ASSERT(holding == (Holding{quantity - tracked, cost - part}));
    RC_ASSERT(result == outturn(part, share));
  }));
}

// A constant price, of which one unit may be worth much less than one of the quote mint; everything else at random: what is
// executed, gifts, withdrawals. The gain counter stays at 0.
TEST(AverageCost, without_a_move_of_the_oracle_there_is_no_gain) {
  EXPECT_TRUE(rc::check("no gain", [] {
    const UnitPrice price{*rc::gen::inRange<u64>(1, 1'000'000), *rc::gen::element<u64>(1, 2, 7, 1'000, 1'000'000'000)};
    const bool small = *rc::gen::arbitrary<bool>();
    Holding holding;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, u64, u64>>>(
        rc::gen::tuple(rc::gen::inRange(0, 3), rc::gen::inRange<u64>(1, small ? 20 : 1'000'000),
                       rc::gen::inRange<u64>(0, small ? 20 : 1'000'000'000'000)));
    for (const auto& [what, quantity, executed] : steps) {
      ValueBounds oracle;
      RC_ASSERT(value_bounds(quantity, price, oracle));
      const ValueBounds other{executed, executed};
      if (what == 0) {
        RC_ASSERT(buy(holding, quantity, booked_cost({oracle, other})));
      } else if (what == 1) {
        RC_ASSERT(sell(holding, quantity, booked_proceeds({other, oracle})).gain == 0u);
      } else {
        move_out(holding, quantity);
      }
      // Nothing ever looks cheaper than it was.
      RC_ASSERT(Wide{holding.cost} * price.denominator >= Wide{holding.quantity} * price.numerator);
    }
  }));
}

TEST(AverageCost, small_withdrawals_leave_no_gain_behind) {
  const UnitPrice price{1, 2};
  ValueBounds paid, received;
  ASSERT_TRUE(value_bounds(5, price, paid));
  ASSERT_TRUE(value_bounds(2, price, received));
  Holding holding;
  ASSERT_TRUE(buy(holding, 5, paid.up));
  for (int times = 0; times < 3; ++times) move_out(holding, 1);
  EXPECT_EQ(sell(holding, 2, received.down), (Outturn{0, 1}));
}

}  // namespace
}  // namespace agent_factory
