#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});
constexpr Pubkey kIn({1});

TEST(TransferModule, wants_to_send_when_told) {
  Bench bench("transfer", {{"destination", codec::to_base58(kKey)}});
  bench.put(0, Boolean{true, true}).put(1, Quantity{5, kIn, true});
  ASSERT_TRUE(bench.step());
  EXPECT_EQ(std::get<domain::Transfer>(bench.out<Wish>().action), (domain::Transfer{kIn, kKey, 5}));
  bench.put(0, Boolean{false, true});
  EXPECT_FALSE(bench.step());
  EXPECT_FALSE(bench.out<Wish>().ready);
}

}  // namespace
}  // namespace zestron::agent
