// Prices of Pyth's receiver: PriceUpdateV2 accounts, and the checks without which such a price must not be used.
//
//   Account<pyth::PriceUpdate> price;
//   …
//   pyth::Price price;
//   const auto verdict = pyth::read(*ctx.price, {.feed_id = kSolUsd, .age_max_s = 30}, Clock::get().unix_timestamp, price);
//   if (verdict != pyth::Verdict::Ok) return fail(Error::NoPrice);
//
// Source: pyth-network/pyth-crosschain target_chains/solana pyth_solana_receiver_sdk/src/price_update.rs.
#pragma once

#include <grapnel/programs/foreign.hpp>

namespace grapnel {

struct PythReceiver {
  static constexpr Pubkey kId = "rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ"_pubkey;
};

namespace pyth {

using FeedId = Pubkey;  // 32 bytes

// price · 10^exponent; of the same unit: confidence, and the exponential averages.
struct Price {
  i64 price = 0;
  u64 confidence = 0;
  i64 ema_price = 0;
  u64 ema_confidence = 0;
  i64 publish_time = 0;  // unix seconds
  u64 posted_slot = 0;
  i32 exponent = 0;
};

enum class Verdict : u8 { Ok, WrongFeed, NotFullyVerified, TooOld, FromTheFuture, NotPositive, TooUncertain };

struct Demand {
  FeedId feed_id;
  u64 age_max_s;
  u64 confidence_max_bps = 10'000;  // of the price
  u64 ahead_max_s = 60;             // publishers' clocks and the validators' differ
};

// 134 bytes: [0] discriminator; [8] write authority; [40] level: 0 and the number of signatures, or 1 (full); then,
// without padding: feed, price, confidence, exponent, publish time, previous one, EMA price, its confidence, slot.
struct PriceUpdate {
  static constexpr u64 kSize = 133;
  static constexpr u64 kDiscriminator = 0xcdf47e9d6323f122;

  u8 discriminator[8];
  Unaligned<Pubkey> write_authority;
  u8 level;
  u8 rest[93];

  bool is_fully_verified() const { return level == 1; }
  // Guardians whose signatures were checked; only of an update that isn't fully verified.
  u8 signature_count() const { return rest[0]; }

  static bool valid(const u8* data, u64 size) {
    // A partial level is one byte longer.
    return size >= kSize && load<u64>(data) == kDiscriminator && (data[40] == 1 || (data[40] == 0 && size > kSize));
  }
  static bool initialized(const u8* data, u64 size) { return size < 8 || load<u64>(data) != 0; }
};
static_assert(sizeof(PriceUpdate) <= 134 && __builtin_offsetof(PriceUpdate, rest) == 41);

// The price as it stands there, unchecked.
inline Price read_unchecked(const PriceUpdate& update, Unaligned<Pubkey>& feed) {
  const u8* at = update.rest + (update.is_fully_verified() ? 0 : 1);
  feed = *reinterpret_cast<const Unaligned<Pubkey>*>(at);
  return {.price = load<i64>(at + 32),
          .confidence = load<u64>(at + 40),
          .ema_price = load<i64>(at + 68),
          .ema_confidence = load<u64>(at + 76),
          .publish_time = load<i64>(at + 52),
          .posted_slot = load<u64>(at + 84),
          .exponent = load<i32>(at + 48)};
}

// Everything but Ok leaves `out` untouched. Only a fully verified update is accepted: a partial one may carry so few
// signatures that one guardian could have made it.
inline Verdict read(const PriceUpdate& update, const Demand& demand, i64 now, Price& out) {
  if (!update.is_fully_verified()) return Verdict::NotFullyVerified;
  if (!reinterpret_cast<const Unaligned<Pubkey>*>(update.rest)->is(demand.feed_id)) return Verdict::WrongFeed;
  Unaligned<Pubkey> feed;
  const Price price = read_unchecked(update, feed);
  const u64 age = static_cast<u64>(now) - static_cast<u64>(price.publish_time);
  if (price.publish_time <= now) {
    if (age > demand.age_max_s) return Verdict::TooOld;
  } else if (u64{0} - age > demand.ahead_max_s) {
    return Verdict::FromTheFuture;
  }
  if (price.price <= 0) return Verdict::NotPositive;
  // confidence / price <= bps / 10,000, without a product that could overflow.
  const u64 allowed = static_cast<u64>(price.price) / 10'000 * demand.confidence_max_bps +
                      static_cast<u64>(price.price) % 10'000 * demand.confidence_max_bps / 10'000;
  if (price.confidence > allowed) return Verdict::TooUncertain;
  out = price;
  return Verdict::Ok;
}

}  // namespace pyth

template <>
struct AccountFormat<pyth::PriceUpdate> : ProgramFormat<pyth::PriceUpdate, PythReceiver> {};

}  // namespace grapnel
