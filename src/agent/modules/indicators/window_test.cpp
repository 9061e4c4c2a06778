#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(WindowModule, gives_the_newest_values_oldest_first) {
  Bench bench("window", {{"period", 2}});
  EXPECT_FALSE(bench.number(0, 1).step()) << "not full yet";
  bench.number(0, 2).step();
  EXPECT_TRUE(bench.number(0, 3).step());
  const auto values = bench.out<Vector>().view();
  EXPECT_EQ(std::vector<double>(values.begin(), values.end()), (std::vector<double>{2, 3}));
}

}  // namespace
}  // namespace zestron::agent
