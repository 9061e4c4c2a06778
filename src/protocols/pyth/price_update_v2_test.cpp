#include "protocols/pyth/price_update_v2.hpp"

#include "base/testing/fixtures.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::pyth {
namespace {

constexpr domain::FeedId kSolUsd({0xef, 0x0d, 0x8b, 0x6f, 0xda, 0x2c, 0xeb, 0xa4, 0x1d, 0xa1, 0x5d,
                                  0x40, 0x95, 0xd1, 0xda, 0x39, 0x2a, 0x0d, 0x2f, 0x8e, 0xd0, 0xc6,
                                  0xc7, 0xbc, 0x0f, 0x4c, 0xfa, 0xc8, 0xc2, 0x80, 0xb5, 0x6d});

struct Stored {
  nlohmann::json json;
  Bytes data;
};

Stored load(const std::filesystem::path& path) {
  Stored out{nlohmann::json::parse(testing::read_text(path)), {}};
  out.data = codec::base64_decode(out.json.at("data").at(0).get<std::string>()).value();
  return out;
}

struct Expected {
  const char* file;
  Verification verification;
  std::int64_t price;
  std::int64_t publish_time;
};

// What the sources of the fixtures assert or say of them (0: nothing), and the verification level that stands in the bytes.
class MainnetPrice : public ::testing::TestWithParam<Expected> {};

TEST_P(MainnetPrice, decodes_and_encodes_to_the_same_bytes) {
  ZESTRON_FIXTURE_OR_SKIP(path, GetParam().file);
  const auto stored = load(path);
  const auto update = decode(stored.data);
  ASSERT_TRUE(update) << update.error().message;
  if (GetParam().price != 0) EXPECT_EQ(update->price, GetParam().price);
  EXPECT_GT(update->price, 0);
  EXPECT_EQ(update->exponent, -8);
  EXPECT_EQ(update->verification, GetParam().verification);
  EXPECT_LE(update->previous_publish_time, update->publish_time);
  // The moving average lies near the price in all of them.
  EXPECT_NEAR(static_cast<double>(update->ema_price), static_cast<double>(update->price),
              static_cast<double>(update->price) * 0.1);
  if (GetParam().publish_time != 0) EXPECT_EQ(update->publish_time.value(), GetParam().publish_time);
  const auto again = encode(*update);
  EXPECT_EQ(Bytes(again.begin(), again.end()), stored.data);
}

constexpr Verification kFull{}, kPartial{.full = false, .signatures = 2};
INSTANTIATE_TEST_SUITE_P(Fixtures, MainnetPrice,
                         ::testing::Values(Expected{"pyth-v2-sol-usd.json", kFull, 14061593700, 1720533480},
                                           Expected{"pyth-v2-sol-usd-b.json", kFull, 0, 0},
                                           Expected{"pyth-v2-drift-sol-usd.json", kPartial, 0, 1734648611},
                                           Expected{"pyth-v2-drift-eth-usd.json", kPartial, 0, 0},
                                           Expected{
                                               "pyth-v2-drift-usdc-usd.json", {.full = false, .signatures = 3}, 0, 0}),
                         [](const auto& param) {
                           std::string name = param.param.file;
                           for (char& c : name) c = c == '-' || c == '.' ? '_' : c;
                           return name;
                         });

TEST(PriceAccount, is_the_one_that_mainnet_uses) {
  EXPECT_EQ(codec::to_base58(price_account(kSolUsd)), "7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE");
  EXPECT_NE(price_account(kSolUsd, 1), price_account(kSolUsd));
}

TEST(PriceAccount, fixture_carries_the_feed_that_its_address_is_derived_from) {
  ZESTRON_FIXTURE_OR_SKIP(path, "pyth-v2-sol-usd.json");
  const auto stored = load(path);
  const auto update = decode(stored.data);
  ASSERT_TRUE(update);
  EXPECT_EQ(update->feed, kSolUsd);
  EXPECT_EQ(codec::to_base58(price_account(update->feed)), stored.json.at("pubkey").get<std::string>());
  EXPECT_EQ(codec::to_base58(receiver_program()), stored.json.at("owner").get<std::string>());
}

TEST(PriceUpdateV2, refuses_what_is_none) {
  auto good = encode(PriceUpdateV2{});
  EXPECT_TRUE(decode(good));
  EXPECT_EQ(decode(ByteView(good).first(133)).error().code, PythError::kWrongSize);
  EXPECT_EQ(decode({}).error().code, PythError::kWrongSize);
  auto other = good;
  other[3] ^= 1U;
  EXPECT_EQ(decode(other).error().code, PythError::kWrongDiscriminator);
  other = good;
  other[40] = 2;
  EXPECT_EQ(decode(other).error().code, PythError::kWrongVerificationLevel);
}

PriceUpdateV2 any_update() {
  PriceUpdateV2 out;
  for (auto& byte : out.write_authority.value()) byte = *rc::gen::arbitrary<std::uint8_t>();
  for (auto& byte : out.feed.value()) byte = *rc::gen::arbitrary<std::uint8_t>();
  out.verification.full = *rc::gen::arbitrary<bool>();
  if (!out.verification.full) out.verification.signatures = *rc::gen::arbitrary<std::uint8_t>();
  out.price = *rc::gen::arbitrary<std::int64_t>();
  out.confidence = *rc::gen::arbitrary<std::uint64_t>();
  out.exponent = *rc::gen::arbitrary<std::int32_t>();
  out.publish_time = UnixSeconds(*rc::gen::arbitrary<std::int64_t>());
  out.previous_publish_time = UnixSeconds(*rc::gen::arbitrary<std::int64_t>());
  out.ema_price = *rc::gen::arbitrary<std::int64_t>();
  out.ema_confidence = *rc::gen::arbitrary<std::uint64_t>();
  out.posted_slot = Slot(*rc::gen::arbitrary<std::uint64_t>());
  return out;
}

RC_GTEST_PROP(PriceUpdateV2, decoding_undoes_encoding, ()) {
  const auto update = any_update();
  const auto back = decode(encode(update));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == update);
}

domain::Tick tick(std::int64_t price, std::int64_t at_ms) {
  return {
      .feed = kSolUsd, .price = price, .confidence = 10, .exponent = -8, .published = UnixMillis(at_ms), .origin = {}};
}

TEST(Advance, carries_averages_and_times_on) {
  const auto first = advance(std::nullopt, tick(1'000'000, 5'999), Slot(7), receiver_program());
  EXPECT_EQ(first.publish_time, UnixSeconds(5));
  EXPECT_EQ(first.previous_publish_time, UnixSeconds(5));
  EXPECT_EQ(first.ema_price, 1'000'000);
  EXPECT_EQ(first.posted_slot, Slot(7));

  const auto second = advance(first, tick(1'000'000 + 2961 * 5, 6'400), Slot(8), receiver_program());
  EXPECT_EQ(second.previous_publish_time, UnixSeconds(5));
  EXPECT_EQ(second.publish_time, UnixSeconds(6));
  EXPECT_EQ(second.ema_price, 1'000'005);

  auto other = tick(50, 6'800);
  other.exponent = -6;
  EXPECT_EQ(advance(second, other, Slot(9), receiver_program()).ema_price, 50) << "an average of other units is none";
}

RC_GTEST_PROP(Advance, average_stays_between_old_average_and_price, ()) {
  PriceUpdateV2 previous = any_update();
  previous.feed = kSolUsd;
  previous.exponent = -8;
  const auto next = advance(previous, tick(*rc::gen::arbitrary<std::int64_t>(), 0), Slot(1), receiver_program());
  RC_ASSERT(next.ema_price >= std::min(previous.ema_price, next.price));
  RC_ASSERT(next.ema_price <= std::max(previous.ema_price, next.price));
}

}  // namespace
}  // namespace zestron::pyth
