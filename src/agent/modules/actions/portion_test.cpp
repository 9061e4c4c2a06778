#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

std::uint64_t of(const nlohmann::json& params, std::uint64_t units) {
  Bench bench("portion", params);
  bench.put(0, Quantity{units, {}, true}).step();
  return bench.out<Quantity>().units;
}

TEST(PortionModule, rounds_down_and_has_a_ceiling) {
  EXPECT_EQ(of({{"bps", 3'333}}, 10), 3U);
  EXPECT_EQ(of({{"bps", 10'000}}, 10), 10U);
  EXPECT_EQ(of({{"bps", 10'000}, {"units_max", 4}}, 10), 4U);
  EXPECT_EQ(of({{"bps", 10'000}, {"units_max", 9'007'199'254'740'991}}, ~0ULL), 9'007'199'254'740'991U);
}

}  // namespace
}  // namespace zestron::agent
