#include "agent/schema/migrate.hpp"

#include "agent/plan.hpp"
#include "agent/schema/generate.hpp"
#include "agent/schema/schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <tuple>

namespace zestron::agent {
namespace {

using nlohmann::json;

// Version 1 called its version `version`, had flat limits, claims as the only action, and no budget: what it allowed stays allowed.
json from_1(json document) {
  document.erase("version");
  document["schema_version"] = 2;
  const auto& old = document["limits"];
  document["limits"] = {
      {"oracle", {{"age_ms_max", old["oracle_age_ms_max"]}, {"confidence_bps_max", old["confidence_bps_max"]}}},
      {"claims", {{"micros_max", old["claim_micros_max"]}, {"per_day_max", old["claims_per_day_max"]}}}};
  document["budget"] = {{"state_bytes_max", kBudgetMax.state_bytes_max},
                        {"fuel_per_tick_max", kBudgetMax.fuel_per_tick_max}};
  return document;
}

struct Version {
  std::string_view schema;
  json (*to_next)(json document);
};

// Oldest first: version i + 1 stands at i.
const std::array kOlder{Version{schema_text_1(), from_1}};
static_assert(std::tuple_size_v<decltype(kOlder)> + 1 == kSchemaVersion);

// The version that a document says it is of, checked first: the schema of another one would find fault with everything else.
std::expected<std::uint64_t, std::string> version_of(const json& document) {
  if (document.is_object() && !document.contains("schema_version")) {
    if (!document.contains("version"))
      return std::unexpected(fmt::format("$: 'schema_version' is missing; expected {}", kSchemaVersion));
    if (document["version"] != 1)
      return std::unexpected(fmt::format("$.version: {}; expected 1", document["version"].dump()));
    return 1;
  }
  if (document.is_object() && document["schema_version"] != kSchemaVersion) {
    return std::unexpected(
        fmt::format("$.schema_version: {}; expected {}", document["schema_version"].dump(), kSchemaVersion));
  }
  return kSchemaVersion;
}

}  // namespace

std::expected<json, std::string> migrate(const json& document) {
  auto version = version_of(document);
  if (!version) return std::unexpected(version.error());
  const auto schema = *version == kSchemaVersion ? schema_text() : kOlder[*version - 1].schema;
  if (auto complaint = schema_complaint(schema, document)) return std::unexpected(*std::move(complaint));
  if (*version == kSchemaVersion) return document;
  json out = document;
  for (auto at = *version; at < kSchemaVersion; ++at) out = kOlder[at - 1].to_next(std::move(out));
  if (auto complaint = schema_complaint(schema_text(), out))
    return std::unexpected(fmt::format("{} (after the change to version {})", *complaint, kSchemaVersion));
  return out;
}

}  // namespace zestron::agent
