// The tally of a campaign: what it counts, and that it says what is missing.
#include <grapnel/testing/tally.hpp>

#include <gtest/gtest.h>

#include <cstdlib>

namespace grapnel::testing {
namespace {

constexpr Demands kSome{.sequences = 2, .steps = 3, .percent = 50, .successes = 2};

Tally played(int opened, int closed, int failed, int sequences = 2) {
  Tally tally("till", {"open", "close"});
  for (int i = 0; i < sequences; ++i) tally.begin();
  for (int i = 0; i < opened; ++i) tally.count("open", true);
  for (int i = 0; i < closed; ++i) tally.count("close", true);
  for (int i = 0; i < failed; ++i) tally.count("close", false);
  return tally;
}

TEST(Tally, says_nothing_where_all_is_reached) {
  const Tally tally = played(4, 2, 6);
  EXPECT_EQ(tally.shortfall(kSome), "");
  EXPECT_EQ(tally.succeeded("open"), 4u);
  EXPECT_EQ(tally.sequences(), 2u);
}

TEST(Tally, asks_for_sequences_and_for_their_length) {
  EXPECT_EQ(played(4, 2, 0, 1).shortfall(kSome), "till: 1 sequences, 2 are asked for");
  EXPECT_EQ(played(2, 2, 1).shortfall(kSome), "till: 5 instructions in 2 sequences, 3 each are asked for");
}

TEST(Tally, asks_for_success_of_all_and_of_each) {
  EXPECT_EQ(played(4, 2, 7).shortfall(kSome), "till: 6 of 13 instructions succeeded, 50 % are asked for");
  EXPECT_EQ(played(5, 1, 0).shortfall(kSome), "till: close succeeded 1 times of 1, 2 are asked for");
}

TEST(Tally, an_instruction_that_never_came_up_is_missed) {
  EXPECT_EQ(played(9, 0, 0).shortfall(kSome), "till: close succeeded 0 times of 0, 2 are asked for");
}

TEST(Tally, a_new_name_begins_a_line) {
  Tally tally = played(4, 4, 0);
  tally.count("sweep", false);
  EXPECT_EQ(tally.shortfall(kSome), "till: sweep succeeded 0 times of 1, 2 are asked for");
}

TEST(Tally, a_campaign_asks_by_the_environment) {
  ASSERT_EQ(setenv("GRAPNEL_SEQUENCES", "100000", 1), 0);
  const Demands asked = Demands::from_environment();
  unsetenv("GRAPNEL_SEQUENCES");
  EXPECT_EQ(asked.sequences, 100'000u);
  EXPECT_EQ(asked.steps, 50u);
  EXPECT_EQ(asked.successes, 1'000u);
  EXPECT_EQ(Demands::from_environment().successes, 1u);
}

}  // namespace
}  // namespace grapnel::testing
