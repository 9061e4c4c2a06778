#include "transact/journal/intent_bytes.hpp"

#include "codec/sha256.hpp"

#include <gtest/gtest.h>

namespace zestron::transact {
namespace {

domain::Intent intent() {
  return {Pubkey(codec::sha256(as_bytes("agent")).value()), Slot(3), 7,
          domain::ClaimPerformance{1, 2, 3, 4, Hash(codec::sha256(as_bytes("root")).value())}};
}

TEST(IntentBytes, reads_back_what_was_written) { EXPECT_EQ(parse_intent(intent_bytes(intent())), intent()); }

TEST(IntentBytes, have_the_layout_that_journals_hold) {
  const auto bytes = intent_bytes(intent());
  ASSERT_EQ(bytes.size(), 2U + 32 + 8 + 8 + 4 * 8 + 32);
  EXPECT_EQ(bytes[0], 1);
  EXPECT_EQ(bytes[1], 0) << "claim_performance stands first";
  EXPECT_EQ(bytes[34], 3) << "slot";
  EXPECT_EQ(bytes[42], 7) << "sequence";
  EXPECT_EQ(bytes[50], 1) << "gain";
  EXPECT_EQ(bytes[74], 4) << "trades ever";
}

// Actions were added behind those that journals hold: what stands where has not moved.
TEST(IntentBytes, every_action_has_its_place_and_reads_back) {
  const auto key = [](std::uint8_t first) { return Pubkey({first}); };
  const domain::Action actions[] = {
      domain::ClaimPerformance{1, 2, 3, 4, {}},
      domain::Swap{key(1), key(2), key(3), 4, 5, 6},
      domain::Stake{key(1), key(2), 3, 4},
      domain::Vote{key(1), true},
      domain::Transfer{key(1), key(2), 3},
      domain::Arbitrage{key(1), key(2), key(3), key(4), 5, 6, 7},
      domain::AddLiquidity{key(1), key(2), key(3), key(4), 5, 6, 7, 8, 9},
      domain::RemoveLiquidity{key(1), key(2), key(3), key(4), 5, 6, 7, 8, 9},
  };
  static_assert(std::size(actions) == std::variant_size_v<domain::Action>);
  for (std::uint8_t place = 0; const auto& action : actions) {
    const domain::Intent intent{key(9), Slot(3), 7, action};
    const auto bytes = intent_bytes(intent);
    EXPECT_EQ(bytes[1], place++);
    EXPECT_EQ(parse_intent(bytes), intent);
  }
  EXPECT_EQ(intent_bytes({key(9), Slot(3), 7, actions[6]}).size(), 2U + 32 + 8 + 8 + 4 * 32 + 5 * 8);
}

TEST(IntentBytes, nothing_else_parses) {
  const auto good = intent_bytes(intent());
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_intent(ByteView(good).first(size))) << size;
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(parse_intent(longer));
  auto other = good;
  other[0] = 2;
  EXPECT_FALSE(parse_intent(other)) << "another version";
  other = good;
  other[1] = 200;
  EXPECT_FALSE(parse_intent(other)) << "no such action";
}

}  // namespace
}  // namespace zestron::transact
