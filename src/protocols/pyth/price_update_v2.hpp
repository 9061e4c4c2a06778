// Pyth's price account on Solana: the PriceUpdateV2 layout of the receiver program, and where the push oracle keeps the one
// of a feed. Bytes in, values out; no I/O.
//
//   0    discriminator       sha256("account:PriceUpdateV2")[0..8]
//   8    write authority     32
//   40   verification level  1: full; 0: partial, followed by one byte with the number of guardian signatures
//   41   feed id             32        (with a partial level all that follows stands one byte later)
//   73   price               i64
//   81   confidence          u64
//   89   exponent            i32
//   93   publish time        i64, seconds
//   101  previous publish    i64, seconds
//   109  EMA price           i64
//   117  EMA confidence      u64
//   125  posted slot         u64
//   133  unused, since the account has room for the longer level
//
// Source: pyth-crosschain, pythnet/pythnet_sdk and target_chains/solana/pyth_solana_receiver_sdk (price_update.rs).
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/types.hpp"
#include "domain/tick.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace zestron::pyth {

enum class PythError : std::uint16_t {
  kWrongSize = 1,
  kWrongDiscriminator = 2,
  kWrongVerificationLevel = 3,
};

inline constexpr std::size_t kPriceUpdateV2Size = 134;
/// Weight of Pyth's moving average: it covers about an hour of Solana's slots.
inline constexpr std::int64_t kEmaSlots = 5921;

/// How many guardians signed the update; a reader that holds money accepts full only.
struct Verification {
  bool full = true;
  std::uint8_t signatures = 0;  ///< meaningful for a partial one; 0 otherwise
  bool operator==(const Verification&) const = default;
};

struct PriceUpdateV2 {
  Pubkey write_authority;
  Verification verification;
  domain::FeedId feed;
  std::int64_t price = 0;
  std::uint64_t confidence = 0;
  std::int32_t exponent = 0;
  UnixSeconds publish_time;
  UnixSeconds previous_publish_time;
  std::int64_t ema_price = 0;
  std::uint64_t ema_confidence = 0;
  Slot posted_slot;
  bool operator==(const PriceUpdateV2&) const = default;
};

std::array<std::uint8_t, kPriceUpdateV2Size> encode(const PriceUpdateV2& update);
/// Refuses another size, discriminator or verification level; the unused last byte may be anything.
Outcome<PriceUpdateV2, PythError> decode(ByteView data);

/// The account after `tick`: publish time rounded down to seconds, moving averages carried on from `previous` in integers.
/// They start at the tick's own values without a previous update, or when feed or exponent differ from it.
PriceUpdateV2 advance(const std::optional<PriceUpdateV2>& previous, const domain::Tick& tick, Slot slot,
                      const Pubkey& write_authority);

/// Owner of every price account: rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ.
const Pubkey& receiver_program();
/// Whose derived addresses the sponsored feeds are: pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT.
const Pubkey& push_oracle_program();
/// The push oracle's account of a feed; shard 0 is Pyth's own sponsored one. Tens of microseconds: ask once and keep it.
Pubkey price_account(const domain::FeedId& feed, std::uint16_t shard = 0);

}  // namespace zestron::pyth
