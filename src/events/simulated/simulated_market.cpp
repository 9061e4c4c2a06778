#include "events/simulated/simulated_market.hpp"

#include "base/math/random.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace zestron::events {
namespace {

constexpr std::int64_t kStartMs = 1'735'689'600'000;  // 2025-01-01T00:00:00Z
constexpr std::int64_t kTickMs = 400;
constexpr std::int32_t kExponent = -8;
constexpr std::int64_t kStartPrice = 150'00000000, kPriceMin = 1'00000000, kPriceMax = 10'000'00000000;

// A change of price is a number of millionths of it. Sizes were chosen by eye, so that a pair of averages over some ten ticks
// crosses every half minute; they model no particular market.
constexpr std::int64_t kMillion = 1'000'000;
struct Regime {
  std::int64_t drift, noise;             // millionths per tick; noise is the standard deviation
  std::uint64_t length_min, length_max;  // ticks
};
constexpr Regime kRegimes[] = {
    {0, 400, 50, 400},     // calm
    {600, 800, 20, 120},   // rising
    {-300, 800, 20, 120},  // falling
    {0, 3'000, 20, 80},    // churning
};

// Who starts a demo wants to see a trade, and a calm market may go without one for minutes.
constexpr std::size_t kFirstRegime = 3;

constexpr std::uint64_t kJumpEvery = 1'500;  // ticks, on average
constexpr std::int64_t kJumpSize = 20'000;
constexpr std::uint64_t kGapEvery = 2'000;
constexpr std::uint64_t kGapMsMax = 30'000;
constexpr std::int64_t kChangeMax = kMillion / 2;

class SimulatedMarket final : public MarketSource {
 public:
  SimulatedMarket(std::uint64_t seed, const domain::FeedId& feed)
      : info_{.identity = "sim:" + std::to_string(seed),
              .origin = domain::TickOrigin::kSimulated,
              .description = "simulated prices, sim:" + std::to_string(seed),
              .ticks = std::nullopt},
        feed_(feed),
        random_(seed) {
    begin(kRegimes[kFirstRegime]);
  }

  [[nodiscard]] const MarketInfo& info() const override { return info_; }
  [[nodiscard]] bool ended() const override { return false; }

  MarketOutcome<std::optional<domain::Tick>> next() override {
    if (ticks_left_ == 0) change_regime();
    --ticks_left_;
    std::int64_t change = regime_.drift + bell(regime_.noise);
    if (random_.below(kJumpEvery) == 0) change += bell(kJumpSize);
    change = std::clamp(change, -kChangeMax, kChangeMax);
    price_ = std::clamp(price_ + price_ / kMillion * change, kPriceMin, kPriceMax);
    at_ms_ += kTickMs;
    if (random_.below(kGapEvery) == 0) at_ms_ += static_cast<std::int64_t>(random_.below(kGapMsMax));
    return domain::Tick{.feed = feed_,
                        .price = price_,
                        .confidence = static_cast<std::uint64_t>(price_ / kMillion * regime_.noise),
                        .exponent = kExponent,
                        .published = UnixMillis(at_ms_),
                        .origin = info_.origin};
  }

 private:
  void change_regime() { begin(kRegimes[random_.below(std::size(kRegimes))]); }

  void begin(const Regime& regime) {
    regime_ = regime;
    ticks_left_ = regime_.length_min + random_.below(regime_.length_max - regime_.length_min + 1);
  }

  // Near enough to normal: twelve uniform numbers in [−deviation, deviation] sum to a variance of 4 deviation², so half of it.
  std::int64_t bell(std::int64_t deviation) {
    std::int64_t sum = 0;
    for (int i = 0; i < 12; ++i)
      sum += static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(2 * deviation + 1))) - deviation;
    return sum / 2;
  }

  const MarketInfo info_;
  const domain::FeedId feed_;
  math::Random random_;
  Regime regime_{};
  std::uint64_t ticks_left_ = 0;  // of the regime
  std::int64_t price_ = kStartPrice;
  std::int64_t at_ms_ = kStartMs - kTickMs;
};

}  // namespace

std::unique_ptr<MarketSource> make_simulated_market(std::uint64_t seed, const domain::FeedId& feed) {
  return std::make_unique<SimulatedMarket>(seed, feed);
}

}  // namespace zestron::events
