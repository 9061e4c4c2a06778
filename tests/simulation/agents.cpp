#include "agents.hpp"

#include "base/assert.hpp"
#include "checker.hpp"
#include "context/assemble.hpp"

#include <algorithm>

namespace zestron::simulation {
namespace {

// Two short averages, so that positions close every few ticks.
constexpr std::string_view kConfig = R"({
  "version": 1, "name": "simulated", "description": "Trades often.",
  "market": {"symbol": "SOL/USD", "quote": "USD",
             "feed": "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d"},
  "modules": [
    {"id": "price", "kind": "price"},
    {"id": "fast", "kind": "ema", "params": {"period": 2}, "inputs": {"value": "price"}},
    {"id": "slow", "kind": "ema", "params": {"period": 4}, "inputs": {"value": "price"}},
    {"id": "cross", "kind": "cross", "inputs": {"fast": "fast", "slow": "slow"}},
    {"id": "position", "kind": "paper_position",
     "params": {"notional_micros": 1000000000, "fee_bps": 10, "slippage_bps": 5},
     "inputs": {"price": "price", "signal": "cross"}},
    {"id": "claim", "kind": "claim", "inputs": {"position": "position"}}
  ],
  "limits": {"oracle_age_ms_max": 60000, "confidence_bps_max": 200, "claim_micros_max": 1000000000,
             "claims_per_day_max": 10000}
})";

const agent::Config& config() {
  static const agent::Config kParsed = [] {
    auto parsed = agent::Config::parse(kConfig);
    ZESTRON_ASSERT(parsed.has_value());
    return *std::move(parsed);
  }();
  return kParsed;
}

constexpr std::int64_t kSlotMs = 10 * 60 * 1000;  // a day is 144 slots

}  // namespace

policy::Policy policy_of(const Caps& caps) {
  return {.killed = false,
          .actions = {"claim_performance"},
          .oracle_age_max_ms = 60'000,
          .oracle_confidence_max_bps = 200,
          .claim_max = caps.claim_max,
          .claims_per_day_max = caps.claims_per_day_max,
          .fee_max = Lamports(10'000)};
}

const domain::ContextView& Market::next(Slot slot, bool jumps) {
  clock_ms_ += kSlotMs;
  if (jumps) {
    const auto by = static_cast<std::int64_t>(random_.below(3 * 144)) * kSlotMs;
    clock_ms_ += random_.below(2) == 0 ? by : -by / 16;
  }
  price_ = std::max<std::int64_t>(price_ + static_cast<std::int64_t>(random_.below(4'000'001)) - 2'000'000, 1'000'000);
  const domain::Tick tick{config().market().feed,        price_, 1'000, -6, UnixMillis(clock_ms_),
                          domain::TickOrigin::kSimulated};
  const auto view = context::assemble(slot, UnixSeconds(clock_ms_ / 1'000), tick);
  ZESTRON_ASSERT(view.has_value());
  past_.push_back(*view);
  return past_.back();
}

Trader::Trader(std::size_t index) : runtime_(config(), agent_key(index)) {}

std::optional<domain::ClaimPerformance> Trader::unclaimed(std::uint64_t on_chain, std::uint64_t claim_max) const {
  const auto& trades = runtime_.trades();
  domain::ClaimPerformance claim;
  for (auto i = static_cast<std::size_t>(on_chain); i < trades.size(); ++i) {
    const auto profit = trades[i].profit_micros;
    const auto gain = claim.gain + static_cast<std::uint64_t>(std::max<std::int64_t>(profit, 0));
    const auto loss = claim.loss + static_cast<std::uint64_t>(std::max<std::int64_t>(-profit, 0));
    if (gain > claim_max || loss > claim_max) break;
    claim.gain = gain;
    claim.loss = loss;
    claim.trades += 1;
  }
  if (claim.trades == 0) return std::nullopt;
  claim.trades_total = on_chain + claim.trades;
  return claim;
}

domain::Intent absurd_intent(math::Random& random, const domain::Intent& honest) {
  auto intent = honest;
  auto& claim = std::get<domain::ClaimPerformance>(intent.action);
  switch (random.below(5)) {
    case 0: claim.gain = random.next() | (1ULL << 60U); break;
    case 1: claim.loss = ~0ULL; break;
    case 2: claim.trades = 0; break;
    case 3: intent.agent = agent_key(100 + random.below(3)); break;
    default: intent.sequence = honest.sequence == 0 ? 0 : random.below(honest.sequence); break;
  }
  return intent;
}

}  // namespace zestron::simulation
