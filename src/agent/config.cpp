#include "agent/config.hpp"

#include "agent/expand.hpp"
#include "agent/schema/migrate.hpp"
#include "codec/base58.hpp"
#include "codec/json/canonical_json.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::agent {
namespace {

using nlohmann::json;

constexpr std::size_t kDepthMax = 16;

Limits limits_of(const json& limits) {
  Limits out;
  out.oracle_age_ms_max = limits["oracle"]["age_ms_max"].get<std::int64_t>();
  out.confidence_bps_max = limits["oracle"]["confidence_bps_max"].get<std::uint32_t>();
  if (limits.contains("claims")) {
    out.claim_micros_max = limits["claims"]["micros_max"].get<std::uint64_t>();
    out.claims_per_day_max = limits["claims"]["per_day_max"].get<std::uint32_t>();
  }
  out.actions_per_day_max = limits.value("actions_per_day_max", std::uint32_t{0});
  out.slippage_bps_max = limits.value("slippage_bps_max", std::uint32_t{0});
  out.refusals_max = limits.value("refusals_max", std::uint32_t{0});
  return out;
}

// The error names the place of an address that is none.
std::expected<void, std::string> read_addresses(const json& limits, Limits& out) {
  const auto address = [](const json& text) { return codec::from_base58<Pubkey>(text.get_ref<const std::string&>()); };
  const auto wrong = [](std::string_view place, std::size_t index) {
    return std::unexpected(fmt::format("$.limits.{}[{}]: expected an address of 32 bytes in base58", place, index));
  };
  const auto counterparties = limits.value("counterparties", json::array());
  for (std::size_t i = 0; i < counterparties.size(); ++i) {
    const auto key = address(counterparties[i]);
    if (!key) return wrong("counterparties", i);
    out.counterparties.push_back(*key);
  }
  const auto spending = limits.value("spending", json::array());
  for (std::size_t i = 0; i < spending.size(); ++i) {
    const auto mint = address(spending[i]["mint"]);
    if (!mint) return wrong("spending", i);
    if (std::ranges::find(out.spending, *mint, &Limits::Spending::mint) != out.spending.end())
      return std::unexpected(fmt::format("$.limits.spending[{}]: the mint stands twice; expected each once", i));
    Limits::Spending cap{*mint, spending[i]["per_action_max"].get<std::uint64_t>(),
                         spending[i]["per_day_max"].get<std::uint64_t>(), std::nullopt};
    if (spending[i].contains("approval_above")) cap.approval_above = spending[i]["approval_above"].get<std::uint64_t>();
    out.spending.push_back(cap);
  }
  return {};
}

Budget budget_of(const json& document) {
  const auto budget = document.value("budget", json::object());
  const Budget usual;
  return {.state_bytes_max = budget.value("state_bytes_max", usual.state_bytes_max),
          .fuel_per_tick_max = budget.value("fuel_per_tick_max", usual.fuel_per_tick_max)};
}

std::unexpected<Failure<ConfigError>> json_failure(const Failure<codec::JsonError>& failure) {
  return fail(failure.code == codec::JsonError::kTooLarge ? ConfigError::kTooLarge : ConfigError::kNotJson,
              failure.message);
}

}  // namespace

Outcome<Config, ConfigError> Config::parse(std::string_view text) {
  const auto written = codec::parse_json(text, {.bytes_max = kConfigBytesMax, .depth_max = kDepthMax});
  if (!written) return json_failure(written.error());
  const auto document = migrate(*written);
  if (!document) return fail(ConfigError::kSchema, document.error());
  auto canonical = codec::canonical_json(*written);
  if (!canonical) return json_failure(canonical.error());

  Config out;
  out.name_ = document->at("name").get<std::string>();
  out.description_ = document->value("description", "");
  const auto& market = document->at("market");
  out.market_ = {market.at("symbol").get<std::string>(), market.at("quote").get<std::string>(),
                 domain::parse_feed(market.at("feed").get<std::string>()).value()};
  out.limits_ = limits_of(document->at("limits"));
  if (auto read = read_addresses(document->at("limits"), out.limits_); !read)
    return fail(ConfigError::kSchema, read.error());
  const auto thresholds = document->value("thresholds", json::object());
  out.thresholds_ = {.net_loss_micros_max = thresholds.value("net_loss_micros_max", std::uint64_t{0}),
                     .executions_max = thresholds.value("executions_max", std::uint64_t{0})};

  const auto sources = expand(*document);
  if (!sources) return fail(ConfigError::kGraph, "$.modules: " + sources.error());
  auto nodes = compile(*sources);
  if (!nodes) return fail(ConfigError::kGraph, "$.modules: " + nodes.error());
  auto plan = Plan::make(*std::move(nodes), out.market_, budget_of(*document));
  if (!plan) return fail(ConfigError::kBudget, "$.budget: " + plan.error());
  out.plan_ = *std::move(plan);
  out.hash_ = codec::sha256(as_bytes(*canonical));
  out.canonical_ = *std::move(canonical);
  return out;
}

}  // namespace zestron::agent
