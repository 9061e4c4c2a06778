// Packed texts: what unpacks is what was packed, whatever the characters, and a real message is half as long.
#include <gtest/gtest.h>

#include <grapnel/detail/framework_error.hpp>
#include <string>
#include <string_view>

namespace grapnel::detail {
namespace {

template <usize N>
struct PackedText {
  u8 bytes[N + 1]{};
  usize size = 0;
};
template <usize N>
consteval PackedText<N> packed(const char (&text)[N]) {
  PackedText<N> out;
  out.size = pack(Text{text, N - 1}, out.bytes, 0);
  return out;
}

std::string unpacked(const u8* bytes, usize size) {
  char out[1024];
  return {out, unpack(bytes, size, out)};
}

constexpr char kMessage[] = "The program expected this account to be already initialized";
constexpr char kOdd[] = "~!@ {}|\x01\x02 ZZZzzz qQqQ 0123456789 AAAA aaaa \x7f";

TEST(PackedText, comes_back_as_it_was) {
  constexpr auto kPackedMessage = packed(kMessage);
  EXPECT_EQ(unpacked(kPackedMessage.bytes, kPackedMessage.size), kMessage);
  constexpr auto kPackedOdd = packed(kOdd);
  EXPECT_EQ(unpacked(kPackedOdd.bytes, kPackedOdd.size), kOdd);
  EXPECT_EQ(packed("").size, 0u);
}

TEST(PackedText, a_message_is_half_as_long) {
  EXPECT_LE(packed(kMessage).size, sizeof kMessage / 2);
  EXPECT_EQ(packed(kMessage).size, packed_size(Text{kMessage}));
}

// What longest_pair() relies on; and the room in which a pair waits for its second half.
TEST(PackedText, pairs_are_in_the_order_of_their_texts) {
  for (usize i = 0; i < kPairCount; ++i) {
    const u8 byte = static_cast<u8>(128 + i);
    const std::string text = unpacked(&byte, 1);
    EXPECT_EQ(text, std::string_view(kPairTexts.text[i], kPairTexts.size[i]));
    EXPECT_GE(text.size(), 2u);
    EXPECT_LE(text.size(), PairTexts::kLongest);
    if (i == 0) continue;
    const std::string_view before(kPairTexts.text[i - 1], kPairTexts.size[i - 1]);
    EXPECT_TRUE(before[0] < text[0] || (before[0] == text[0] && before.size() >= text.size())) << i;
  }
}

}  // namespace
}  // namespace grapnel::detail
