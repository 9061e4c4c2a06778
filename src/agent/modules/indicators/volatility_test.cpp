#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace zestron::agent {
namespace {

using testing::Bench;

double last(const nlohmann::json& params, const std::vector<double>& values, bool ready) {
  Bench bench("volatility", params);
  for (const double value : values) bench.number(0, value).step();
  EXPECT_EQ(bench.out<Number>().ready, ready);
  return bench.out<Number>().value;
}

TEST(VolatilityModule, is_the_root_mean_square_of_changes) {
  EXPECT_EQ(last({{"period", 5}, {"method", "realised"}}, {7, 7, 7, 7}, false), 0);
  EXPECT_EQ(last({{"period", 2}, {"method", "realised"}}, {1, 1.5, 3}, true), std::sqrt((0.25 + 1.0) / 2));
  EXPECT_EQ(last({{"period", 1}, {"method", "realised"}}, {1, 1.5, 3}, true), 1.0);
  EXPECT_EQ(last({{"period", 1}, {"method", "ewma"}}, {1, 1.5, 3}, true), 1.0);
}

TEST(VolatilityModule, a_value_at_zero_is_passed_by) {
  EXPECT_EQ(last({{"period", 1}, {"method", "realised"}}, {1, 0, 2}, true), 1.0);
}

TEST(VolatilityModule, a_longer_window_costs_more) {
  EXPECT_GT(Bench("volatility", {{"period", 900}, {"method", "realised"}}).fuel(), 900U);
  EXPECT_LT(Bench("volatility", {{"period", 900}, {"method", "ewma"}}).fuel(), 20U);
}

}  // namespace
}  // namespace zestron::agent
