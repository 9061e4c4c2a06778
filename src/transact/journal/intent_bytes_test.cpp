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
