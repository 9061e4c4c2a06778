#include "agent/config.hpp"

#include "agent/schema/schema.hpp"
#include "codec/json/canonical_json.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

using nlohmann::json;

constexpr std::size_t kDepthMax = 16;

std::vector<NodeSource> sources_of(const json& modules) {
  std::vector<NodeSource> out;
  for (const auto& module : modules) {
    NodeSource node{module.at("id").get<std::string>(),
                    module.at("kind").get<std::string>(),
                    module.value("params", json::object()),
                    {}};
    if (module.contains("inputs")) node.inputs = module["inputs"].get<std::map<std::string, std::string>>();
    out.push_back(std::move(node));
  }
  return out;
}

std::unexpected<Failure<ConfigError>> json_failure(const Failure<codec::JsonError>& failure) {
  return fail(failure.code == codec::JsonError::kTooLarge ? ConfigError::kTooLarge : ConfigError::kNotJson,
              failure.message);
}

}  // namespace

Outcome<Config, ConfigError> Config::parse(std::string_view text) {
  const auto document = codec::parse_json(text, {.bytes_max = kConfigBytesMax, .depth_max = kDepthMax});
  if (!document) return json_failure(document.error());
  if (auto complaint = schema_complaint(*document)) return fail(ConfigError::kSchema, *std::move(complaint));
  auto canonical = codec::canonical_json(*document);
  if (!canonical) return json_failure(canonical.error());
  auto nodes = compile(sources_of(document->at("modules")));
  if (!nodes) return fail(ConfigError::kGraph, "$.modules: " + nodes.error());

  Config out;
  out.name_ = document->at("name").get<std::string>();
  out.description_ = document->value("description", "");
  const auto& market = document->at("market");
  out.market_ = {market.at("symbol").get<std::string>(), market.at("quote").get<std::string>(),
                 domain::parse_feed(market.at("feed").get<std::string>()).value()};
  const auto& limits = document->at("limits");
  out.limits_ = {.oracle_age_ms_max = limits.at("oracle_age_ms_max").get<std::int64_t>(),
                 .confidence_bps_max = limits.at("confidence_bps_max").get<std::uint32_t>(),
                 .claim_micros_max = limits.at("claim_micros_max").get<std::uint64_t>(),
                 .claims_per_day_max = limits.at("claims_per_day_max").get<std::uint32_t>()};
  const auto thresholds = document->value("thresholds", json::object());
  out.thresholds_ = {.net_loss_micros_max = thresholds.value("net_loss_micros_max", std::uint64_t{0}),
                     .executions_max = thresholds.value("executions_max", std::uint64_t{0})};
  out.nodes_ = *std::move(nodes);
  out.hash_ = codec::sha256(as_bytes(*canonical));
  out.canonical_ = *std::move(canonical);
  return out;
}

}  // namespace zestron::agent
