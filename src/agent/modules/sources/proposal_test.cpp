#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});

TEST(ProposalModule, shows_text_and_share_of_votes) {
  Bench bench("proposal", {{"proposal", codec::to_base58(kKey)}});
  EXPECT_TRUE(bench.feed(domain::ProposalState{kKey, true, 30, 10, "Raise the fee"}));
  EXPECT_TRUE(bench.out<Boolean>(0).value);
  EXPECT_EQ(bench.out<Text>(1).view(), "Raise the fee");
  EXPECT_EQ(bench.out<Number>(2).value, 0.75);
}

TEST(ProposalModule, cuts_a_long_text_between_two_characters) {
  Bench bench("proposal", {{"proposal", codec::to_base58(kKey)}});
  bench.feed(domain::ProposalState{kKey, true, 0, 0, std::string(4'095, 'x') + "\u00fc and more"});
  EXPECT_EQ(bench.out<Text>(1).view(), std::string(4'095, 'x'));
  EXPECT_FALSE(bench.out<Number>(2).ready) << "nobody voted";
}

}  // namespace
}  // namespace zestron::agent
