#include "adapters/llm/config/models_config.hpp"

#include "codec/json/canonical_json.hpp"
#include "codec/json/json_schema.hpp"

#include <set>
#include <utility>

namespace zestron::llm {

/// schema/models.schema.json, put into the library by CMake.
std::string_view models_schema_text();

namespace {

using nlohmann::json;

const codec::JsonSchema& schema() {
  // Our own document: that it compiles is what every test of this library checks first.
  static const auto kSchema = codec::JsonSchema::compile(json::parse(models_schema_text()));
  return *kSchema;
}

Millis millis(const json& object, const char* name, Millis otherwise) {
  return Millis(object.value(name, static_cast<std::int64_t>(otherwise.count())));
}

Outcome<ProviderConfig, ConfigError> provider_of(const json& source) {
  const auto name = source.at("name").get<std::string>();
  const auto refuse = [&](const std::string& what) {
    return fail(ConfigError::kValue, "provider '" + name + "': " + what);
  };
  auto url = Url::parse(source.at("url").get<std::string>());
  if (!url) return refuse("the URL must be http://host… or https://host…, without user and query");
  ProviderConfig out{.name = name,
                     .model = source.at("model").get<std::string>(),
                     .model_id = source.value("model_id", source.at("model").get<std::string>()),
                     .url = *std::move(url),
                     .key_file = source.value("key_file", ""),
                     .key_env = source.value("key_env", ""),
                     .trust_file = source.value("trust_file", ""),
                     .prices = {ports::MicroUsd(source.at("prices").at("prompt").get<std::uint64_t>()),
                                ports::MicroUsd(source.at("prices").at("completion").get<std::uint64_t>())}};
  out.connect_max = millis(source, "connect_ms_max", out.connect_max);
  out.first_token_max = millis(source, "first_token_ms_max", out.first_token_max);
  out.between_tokens_max = millis(source, "between_tokens_ms_max", out.between_tokens_max);
  out.stream_bytes_max = source.value("stream_bytes_max", out.stream_bytes_max);
  out.probe = millis(source, "probe_ms", out.probe);
  const bool has_key = !out.key_file.empty() || !out.key_env.empty();
  if (!out.key_file.empty() && !out.key_env.empty()) return refuse("give key_file or key_env, not both");
  if (has_key && !out.url.tls && !out.url.is_loopback())
    return refuse("a key is not sent over plain HTTP; use https://");
  return out;
}

}  // namespace

Outcome<ModelsConfig, ConfigError> ModelsConfig::parse(std::string_view text) {
  const auto document = codec::parse_json(text);
  if (!document) return fail(ConfigError::kNotJson, document.error().message);
  if (auto complaint = schema().complaint(*document)) return fail(ConfigError::kSchema, *std::move(complaint));
  ModelsConfig out;
  std::set<std::string> names;
  for (const auto& source : document->at("providers")) {
    auto provider = provider_of(source);
    if (!provider) return std::unexpected(std::move(provider.error()));
    if (!names.insert(provider->name).second)
      return fail(ConfigError::kValue, "provider '" + provider->name + "' stands twice");
    out.providers.push_back(*std::move(provider));
  }
  const auto routing = document->value("routing", json::object());
  out.by_score = routing.value("order", "listed") == "score";
  out.hedge = routing.value("hedge", out.hedge);
  out.attempts_max = routing.value("attempts_max", out.attempts_max);
  out.weights = {.micros_per_second = routing.value("micros_per_second", out.weights.micros_per_second),
                 .micros_per_failure = routing.value("micros_per_failure", out.weights.micros_per_failure)};
  const auto breaker = document->value("breaker", json::object());
  out.breaker = {.failures_to_open = breaker.value("failures_to_open", out.breaker.failures_to_open),
                 .open = millis(breaker, "open_ms", out.breaker.open),
                 .open_max = millis(breaker, "open_ms_max", out.breaker.open_max)};
  const auto cache = document->value("cache", json::object());
  out.cache_entries_max = cache.value("entries_max", out.cache_entries_max);
  out.cache_bytes_max = cache.value("bytes_max", out.cache_bytes_max);
  return out;
}

}  // namespace zestron::llm
