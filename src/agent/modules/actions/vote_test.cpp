#include "agent/testing/module_bench.hpp"

#include <gtest/gtest.h>
#include "codec/base58.hpp"

namespace zestron::agent {
namespace {

using testing::Bench;

const Pubkey kKey(std::array<std::uint8_t, 32>{8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
                                               8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8});

TEST(VoteModule, votes_once_and_only_while_it_is_open) {
  Bench bench("vote", {{"proposal", codec::to_base58(kKey)}});
  bench.put(0, Boolean{false, true}).put(1, Boolean{true, true});
  EXPECT_FALSE(bench.step()) << "closed";
  bench.put(0, Boolean{true, true});
  EXPECT_FALSE(bench.step_for(0)) << "no new opinion";
  EXPECT_TRUE(bench.step_for(1));
  EXPECT_EQ(std::get<domain::Vote>(bench.out<Wish>().action), (domain::Vote{kKey, true}));
  EXPECT_FALSE(bench.step_for(1)) << "once";
}

}  // namespace
}  // namespace zestron::agent
