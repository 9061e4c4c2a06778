// The operator's document on language models: providers, prices, routing, breaker, cache (schema/models.schema.json). It names where keys
// lie and holds none.
#pragma once

#include "adapters/llm/pricing.hpp"
#include "adapters/llm/routing/breaker.hpp"
#include "adapters/llm/routing/provider_stats.hpp"
#include "adapters/llm/transport/url.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::llm {

enum class ConfigError : std::uint16_t {
  kNotJson = 1,
  kSchema = 2,  ///< the message begins with the path
  kValue = 3,   ///< a value that the schema cannot judge: a URL, a name that stands twice, a key over plain HTTP
};

struct ProviderConfig {
  std::string name;
  std::string model;     ///< what agents ask for
  std::string model_id;  ///< what the provider calls it
  Url url;
  std::string key_file{}, key_env{};  ///< at most one
  std::string trust_file{};
  Prices prices;
  Millis connect_max{5'000};
  Millis first_token_max{20'000};
  Millis between_tokens_max{10'000};
  std::size_t stream_bytes_max = std::size_t{4} << 20U;
  Millis probe{0};
};

struct ModelsConfig {
  std::vector<ProviderConfig> providers;
  bool by_score = false;  ///< else in the order of the document
  bool hedge = true;
  std::uint32_t attempts_max = 4;
  Weights weights;
  BreakerOptions breaker;
  std::size_t cache_entries_max = 1'024;
  std::size_t cache_bytes_max = std::size_t{16} << 20U;

  static Outcome<ModelsConfig, ConfigError> parse(std::string_view text);
};

}  // namespace zestron::llm
