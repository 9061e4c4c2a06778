#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(FeaturesModule, stand_side_by_side_once_all_are_ready) {
  Bench bench("features");
  for (std::size_t port = 2; port < 8; ++port) bench.leave_open(port);
  EXPECT_FALSE(bench.number(0, 1).step());
  EXPECT_TRUE(bench.number(1, 2).step());
  const auto values = bench.out<Vector>().view();
  EXPECT_EQ(std::vector<double>(values.begin(), values.end()), (std::vector<double>{1, 2}));
}

}  // namespace
}  // namespace zestron::agent
