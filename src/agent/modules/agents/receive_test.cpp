#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});

TEST(ReceiveModule, shows_the_newest_value) {
  Bench bench("receive", {{"from", codec::to_base58(kKey)}});
  EXPECT_FALSE(bench.out<Number>().ready);
  EXPECT_TRUE(bench.feed(domain::Message{kKey, {}, 1, 4.5}));
  EXPECT_EQ(bench.out<Number>().value, 4.5);
}

}  // namespace
}  // namespace zestron::agent
