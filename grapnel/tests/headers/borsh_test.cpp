// Arguments: what client/encode.hpp writes, borsh.hpp reads; what it doesn't write is refused.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/borsh_write.hpp>
#include <grapnel/client/encode.hpp>

#include <string>

namespace grapnel {
namespace {

enum class Color : u8 { Red, Green, Blue };

struct Point {
  i32 x;
  u16 y;
};

struct All {
  bool flag;
  Color color;
  Point point;
  String<16> name;
  ByteView<8> bytes;
  Vec<u32, 4> numbers;
  Option<u64> maybe;
  Option<Point> nothing;
  Pubkey key;
  Array<u8, 3> triple;
  U128 wide;
};

// A copy in memory of exactly its size, so that ASan sees a read behind it.
template <class T>
bool decode(const client::Bytes& bytes, T& out) {
  static client::Bytes exact;  // views point into it
  exact = client::Bytes(bytes.begin(), bytes.end());
  exact.shrink_to_fit();
  detail::Reader reader{exact.data(), exact.data() + exact.size()};
  return detail::decode(reader, out);
}

All sample(const std::string& name, const std::vector<u8>& bytes, const std::vector<u8>& numbers) {
  return {true,
          Color::Blue,
          {-5, 6},
          Text{name.data(), name.size()},
          {bytes.data(), static_cast<u32>(bytes.size())},
          {numbers.data(), static_cast<u32>(numbers.size() / 4)},
          7u,
          {},
          {{1, 2, 3, 4}},
          {{7, 8, 9}},
          {10, 11}};
}

RC_GTEST_PROP(Borsh, round_trips, ()) {
  const auto name = *rc::gen::resize(16, rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
  const auto bytes = *rc::gen::resize(8, rc::gen::arbitrary<std::vector<u8>>());
  auto numbers = *rc::gen::resize(16, rc::gen::arbitrary<std::vector<u8>>());
  numbers.resize(numbers.size() / 4 * 4);
  RC_PRE(name.size() <= 16 && bytes.size() <= 8 && numbers.size() <= 16);
  client::Bytes encoded;
  client::encode(encoded, sample(name, bytes, numbers));
  All got{};
  RC_ASSERT(decode(encoded, got));
  client::Bytes again;
  client::encode(again, got);
  RC_ASSERT(again == encoded);
}

// What a program writes is what a host does, and no longer than its type says.
RC_GTEST_PROP(Borsh, a_program_writes_what_a_host_writes, ()) {
  const auto name = *rc::gen::resize(20, rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
  const auto bytes = *rc::gen::resize(10, rc::gen::arbitrary<std::vector<u8>>());
  auto numbers = *rc::gen::resize(20, rc::gen::arbitrary<std::vector<u8>>());
  numbers.resize(numbers.size() / 4 * 4);
  const All value = sample(name, bytes, numbers);
  client::Bytes room(detail::borsh_size_max<All>());
  u8* end = room.data();
  const bool fits = name.size() <= 16 && bytes.size() <= 8 && numbers.size() <= 16;
  RC_ASSERT(detail::write(end, value) == fits);
  RC_CLASSIFY(fits);
  if (!fits) return;
  client::Bytes encoded;
  client::encode(encoded, value);
  room.resize(static_cast<usize>(end - room.data()));
  RC_ASSERT(room == encoded);
}

TEST(Borsh, refuses_every_shorter_input) {
  client::Bytes encoded;
  client::encode(encoded, sample("name", {1, 2}, {1, 0, 0, 0}));
  for (usize size = 0; size < encoded.size(); ++size) {
    All got{};
    EXPECT_FALSE(decode(client::Bytes(encoded.begin(), encoded.begin() + static_cast<long>(size)), got)) << size;
  }
  All got{};
  EXPECT_TRUE(decode(encoded, got));
}

TEST(Borsh, refuses_values_that_no_encoder_writes) {
  bool flag{};
  EXPECT_FALSE(decode({2}, flag));
  Color color{};
  EXPECT_FALSE(decode({3}, color));
  EXPECT_TRUE(decode({2}, color));
  Option<u8> option;
  EXPECT_FALSE(decode({2, 1}, option));
  String<2> text;
  EXPECT_FALSE(decode({3, 0, 0, 0, 'a', 'b', 'c'}, text));
  EXPECT_FALSE(decode({0xff, 0xff, 0xff, 0xff}, text));
  Vec<u64, 0xffffffff> huge;
  EXPECT_FALSE(decode({0xff, 0xff, 0xff, 0xff}, huge));
}

TEST(Layout, counts_padding) {
  struct Padded {
    u8 a;
    u64 b;
  };
  static_assert(!detail::kPacked<Padded>);
  static_assert(detail::kPacked<Array<u64, 3>>);
  static_assert(detail::kReadInPlace<Pubkey>);
  static_assert(!detail::kReadInPlace<Color>);
  static_assert(!detail::kReadInPlace<All>);
}

TEST(FixedString, holds_what_fits) {
  FixedString<8> text;
  EXPECT_TRUE(text.assign(Text{"12345678"}));
  EXPECT_FALSE(text.assign(Text{"123456789"}));
  EXPECT_EQ(text.text(), Text{"12345678"});
  EXPECT_TRUE(text.assign(Text{"ab"}));
  EXPECT_EQ(text.chars[2], 0) << "old bytes are cleared";
  text.used = 99;
  EXPECT_EQ(text.text().size, 8u) << "a broken length never leaves the field";
}

}  // namespace
}  // namespace grapnel
