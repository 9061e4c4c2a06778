#include "protocols/pyth/price_update_v2.hpp"

#include "base/assert.hpp"
#include "codec/base58.hpp"
#include "protocols/keys.hpp"

#include <bit>
#include <cstring>
#include <string>
#include <utility>

namespace zestron::pyth {
namespace {

constexpr std::array<std::uint8_t, 8> kDiscriminator{0x22, 0xf1, 0x23, 0x63, 0x9d, 0x7e, 0xf4, 0xcd};
constexpr std::uint8_t kPartial = 0, kFull = 1;

static_assert(std::endian::native == std::endian::little,
              "the account is little endian, and so is every host we run on");

class Writer {
 public:
  explicit Writer(std::span<std::uint8_t> out) : out_(out) {}

  void bytes(ByteView bytes) {
    std::memcpy(out_.data(), bytes.data(), bytes.size());
    out_ = out_.subspan(bytes.size());
  }
  template <class Integer>
  void put(Integer value) {
    std::array<std::uint8_t, sizeof value> raw{};
    std::memcpy(raw.data(), &value, sizeof value);
    bytes(raw);
  }

 private:
  std::span<std::uint8_t> out_;
};

// The caller has checked the size once; no field can lie beyond it.
class Reader {
 public:
  explicit Reader(ByteView data) : rest_(data) {}

  ByteView bytes(std::size_t size) { return std::exchange(rest_, rest_.subspan(size)).first(size); }
  template <class Integer>
  Integer take() {
    Integer value;
    std::memcpy(&value, bytes(sizeof value).data(), sizeof value);
    return value;
  }

 private:
  ByteView rest_;
};

__extension__ using Wide = __int128;

// newest × 2/(n+1) + average × (n−1)/(n+1), rounded toward the average.
template <class Integer>
Integer carry_on(Integer average, Integer newest) {
  constexpr std::int64_t kShare = (kEmaSlots + 1) / 2;
  return static_cast<Integer>(static_cast<Wide>(average) +
                              (static_cast<Wide>(newest) - static_cast<Wide>(average)) / kShare);
}

std::int64_t whole_seconds(UnixMillis at) {
  const auto ms = at.value();
  return ms / 1000 - (ms % 1000 < 0 ? 1 : 0);
}

Pubkey key(std::string_view text) {
  const auto parsed = codec::from_base58<Pubkey>(text);
  ZESTRON_ASSERT(parsed.has_value());
  return *parsed;
}

}  // namespace

std::array<std::uint8_t, kPriceUpdateV2Size> encode(const PriceUpdateV2& update) {
  std::array<std::uint8_t, kPriceUpdateV2Size> out{};
  Writer writer(out);
  writer.bytes(kDiscriminator);
  writer.bytes(update.write_authority.view());
  writer.put(update.verification.full ? kFull : kPartial);
  if (!update.verification.full) writer.put(update.verification.signatures);
  writer.bytes(update.feed.view());
  writer.put(update.price);
  writer.put(update.confidence);
  writer.put(update.exponent);
  writer.put(update.publish_time.value());
  writer.put(update.previous_publish_time.value());
  writer.put(update.ema_price);
  writer.put(update.ema_confidence);
  writer.put(update.posted_slot.value());
  return out;
}

Outcome<PriceUpdateV2, PythError> decode(ByteView data) {
  if (data.size() != kPriceUpdateV2Size) {
    return fail(PythError::kWrongSize, "a PriceUpdateV2 account has " + std::to_string(kPriceUpdateV2Size) +
                                           " bytes, this one has " + std::to_string(data.size()));
  }
  Reader reader(data);
  const auto discriminator = reader.bytes(kDiscriminator.size());
  if (!std::equal(discriminator.begin(), discriminator.end(), kDiscriminator.begin())) {
    return fail(PythError::kWrongDiscriminator, "the account's first eight bytes are not those of PriceUpdateV2");
  }
  PriceUpdateV2 update;
  update.write_authority = *Pubkey::from(reader.bytes(Pubkey::kSize));
  const auto level = reader.take<std::uint8_t>();
  if (level != kFull && level != kPartial) {
    return fail(PythError::kWrongVerificationLevel,
                "verification level " + std::to_string(level) + " is neither partial (0) nor full (1)");
  }
  update.verification.full = level == kFull;
  if (!update.verification.full) update.verification.signatures = reader.take<std::uint8_t>();
  update.feed = *domain::FeedId::from(reader.bytes(domain::FeedId::kSize));
  update.price = reader.take<std::int64_t>();
  update.confidence = reader.take<std::uint64_t>();
  update.exponent = reader.take<std::int32_t>();
  update.publish_time = UnixSeconds(reader.take<std::int64_t>());
  update.previous_publish_time = UnixSeconds(reader.take<std::int64_t>());
  update.ema_price = reader.take<std::int64_t>();
  update.ema_confidence = reader.take<std::uint64_t>();
  update.posted_slot = Slot(reader.take<std::uint64_t>());
  return update;
}

PriceUpdateV2 advance(const std::optional<PriceUpdateV2>& previous, const domain::Tick& tick, Slot slot,
                      const Pubkey& write_authority) {
  const bool goes_on = previous && previous->feed == tick.feed && previous->exponent == tick.exponent;
  const UnixSeconds published(whole_seconds(tick.published));
  return {.write_authority = write_authority,
          .verification = {},
          .feed = tick.feed,
          .price = tick.price,
          .confidence = tick.confidence,
          .exponent = tick.exponent,
          .publish_time = published,
          .previous_publish_time = goes_on ? previous->publish_time : published,
          .ema_price = goes_on ? carry_on(previous->ema_price, tick.price) : tick.price,
          .ema_confidence = goes_on ? carry_on(previous->ema_confidence, tick.confidence) : tick.confidence,
          .posted_slot = slot};
}

const Pubkey& receiver_program() {
  static const Pubkey kProgram = key("rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ");
  return kProgram;
}

const Pubkey& push_oracle_program() {
  static const Pubkey kProgram = key("pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT");
  return kProgram;
}

Pubkey price_account(const domain::FeedId& feed, std::uint16_t shard) {
  grapnel::Array<grapnel::u8, 32> id{};
  std::memcpy(id.items, feed.data(), domain::FeedId::kSize);
  const auto program = protocols::to_program(push_oracle_program());
  return protocols::to_host(grapnel::find_program_address(program, grapnel::u16{shard}, id).address);
}

}  // namespace zestron::pyth
