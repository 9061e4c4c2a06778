#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});

TEST(SendModule, sends_each_value) {
  Bench bench("send", {{"to", codec::to_base58(kKey)}});
  bench.put(0, Number{3, false}).step();
  EXPECT_TRUE(bench.effects().letters.empty()) << "not ready";
  bench.number(0, 3).step();
  ASSERT_EQ(bench.effects().letters.size(), 1U);
  EXPECT_EQ(bench.effects().letters[0].to, kKey);
  EXPECT_EQ(bench.effects().letters[0].number, 3);
}

}  // namespace
}  // namespace zestron::agent
