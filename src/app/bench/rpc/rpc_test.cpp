// The short form of `zestron bench rpc`: that every transfer is counted and every notification arrives in order. Its figures are
// looked at by nobody.
#include "app/bench/rpc/rpc.hpp"

#include <gtest/gtest.h>

namespace zestron::bench {
namespace {

TEST(Rpc, counts_every_transfer_and_hears_every_slot) {
  const auto results = rpc({.transfers = 600, .batch = 16, .paced_seconds = 0.1, .listeners = 40, .slots = 10});
  ASSERT_TRUE(results) << results.error();
  ASSERT_EQ(results->size(), 6u);
  for (const auto& result : *results) EXPECT_GT(result.ours, 0) << result.name;
}

}  // namespace
}  // namespace zestron::bench
