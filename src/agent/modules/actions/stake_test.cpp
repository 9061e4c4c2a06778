#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});
constexpr Pubkey kIn({1});

TEST(StakeModule, wants_to_deposit_when_told) {
  Bench bench("stake", {{"pool", codec::to_base58(kKey)}, {"lock_days", 30}});
  bench.put(0, Boolean{true, true}).put(1, Quantity{5, kIn, true});
  ASSERT_TRUE(bench.step());
  EXPECT_EQ(std::get<domain::Stake>(bench.out<Wish>().action), (domain::Stake{kKey, kIn, 5, 30}));
  EXPECT_FALSE(bench.step_for(1)) << "another amount is no new order";
  EXPECT_FALSE(bench.put(1, Quantity{0, kIn, true}).step());
}

}  // namespace
}  // namespace zestron::agent
