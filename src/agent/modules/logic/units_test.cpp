#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>

namespace zestron::agent {
namespace {

using testing::Bench;

TEST(UnitsModule, counts_base_units_once_they_are_known) {
  Bench bench("units");
  EXPECT_FALSE(bench.step());
  EXPECT_FALSE(bench.out<Number>().ready);
  EXPECT_TRUE(bench.put(0, Quantity{7, Pubkey({1}), true}).step());
  EXPECT_EQ(bench.out<Number>().value, 7);
}

}  // namespace
}  // namespace zestron::agent
