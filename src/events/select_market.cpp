#include "events/select_market.hpp"

#include <fmt/format.h>

#include <charconv>

namespace zestron::events {
namespace {

constexpr std::string_view kSimulated = "sim";
constexpr std::string_view kSimulatedPrefix = "sim:";
constexpr std::uint64_t kDefaultSeed = 1;

MarketChoice simulated(std::uint64_t seed, std::string_view why) {
  return {.kind = MarketKind::kSimulated,
          .file = {},
          .seed = seed,
          .reason = fmt::format("sim:{}, simulated prices: {}", seed, why)};
}

MarketChoice live(const MarketRequest& request, std::string_view why) {
  return {.kind = MarketKind::kHermes,
          .file = {},
          .reason = fmt::format("live Pyth prices from {}: {}", request.hermes_host, why)};
}

MarketOutcome<MarketChoice> named(const std::string& name, std::string_view why, const MarketRequest& request) {
  if (name == "hermes") {
    if (request.offline) {
      return fail(MarketError::kUnavailable,
                  fmt::format("hermes is a live market ({}) and --offline forbids outside calls; name a file or "
                              "sim:SEED, or leave --offline out",
                              why));
    }
    return live(request, why);
  }
  if (name == kSimulated) return simulated(kDefaultSeed, why);
  if (name.starts_with(kSimulatedPrefix)) {
    const auto digits = std::string_view(name).substr(kSimulatedPrefix.size());
    std::uint64_t seed = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), seed);
    if (ec != std::errc() || end != digits.data() + digits.size()) {
      return fail(
          MarketError::kUnknownMarket,
          fmt::format("'{}' ({}) is no market: after sim: an integer from 0 to 18446744073709551615 is expected", name,
                      why));
    }
    return simulated(seed, why);
  }
  if (name.empty()) {
    return fail(MarketError::kUnknownMarket,
                fmt::format("the market's name is empty ({}); expected a file, hermes or sim:SEED", why));
  }
  return MarketChoice{
      .kind = MarketKind::kFile, .file = name, .reason = fmt::format("{}, recorded prices: {}", name, why)};
}

}  // namespace

MarketOutcome<MarketChoice> select_market(const MarketRequest& request) {
  if (request.option) return named(*request.option, "named by --market", request);
  if (request.environment && !request.environment->empty()) {
    return named(*request.environment, "named by ZESTRON_MARKET", request);
  }
  if (request.offline) return simulated(kDefaultSeed, "--offline, and no market was named");
  if (request.hermes_answers && request.hermes_answers()) return live(request, "no market was named, and it answers");
  return simulated(kDefaultSeed, fmt::format("no market was named, and {} does not answer", request.hermes_host));
}

}  // namespace zestron::events
