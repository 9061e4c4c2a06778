#include "transact/fees.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace zestron::transact {
namespace {

TEST(ComputeUnitLimit, adds_the_margin_and_rounds_up) {
  EXPECT_EQ(compute_unit_limit(100'000, {.margin_percent = 15}), 115'000U);
  EXPECT_EQ(compute_unit_limit(100'001, {.margin_percent = 15}), 115'002U);
  EXPECT_EQ(compute_unit_limit(100'001, {.margin_percent = 0}), 100'001U);
}

TEST(ComputeUnitLimit, stays_within_its_bounds) {
  EXPECT_EQ(compute_unit_limit(0, {}), FeeRules{}.units_min);
  EXPECT_EQ(compute_unit_limit(kComputeUnitsMax, {}), kComputeUnitsMax);
  EXPECT_EQ(compute_unit_limit(std::numeric_limits<std::uint64_t>::max(), {.margin_percent = 4'000'000'000}),
            kComputeUnitsMax);
  EXPECT_EQ(compute_unit_limit(1, {.units_min = 4'000'000'000}), kComputeUnitsMax);
}

TEST(PriorityPrice, is_a_percentile_of_what_others_paid) {
  const std::vector<std::uint64_t> paid{40, 10, 30, 20};
  EXPECT_EQ(priority_price(paid, {.percentile = 50}), 20U);
  EXPECT_EQ(priority_price(paid, {.percentile = 75}), 30U);
  EXPECT_EQ(priority_price(paid, {.percentile = 100}), 40U);
  EXPECT_EQ(priority_price(paid, {.percentile = 0}), 10U);
  EXPECT_EQ(priority_price({7}, {}), 7U);
}

TEST(PriorityPrice, is_capped_and_free_without_a_market) {
  EXPECT_EQ(priority_price({1'000'000}, {.price_max_micro_lamports = 99}), 99U);
  EXPECT_EQ(priority_price({}, {}), 0U);
}

TEST(ComputeBudget, instructions_have_solanas_layout) {
  EXPECT_EQ(set_compute_unit_limit(0x01020304).data, (Bytes{2, 4, 3, 2, 1}));
  EXPECT_EQ(set_compute_unit_price(5).data, (Bytes{3, 5, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_TRUE(set_compute_unit_price(5).accounts.empty());
}

}  // namespace
}  // namespace zestron::transact
