// What all exchanges of a model share: its providers, cache, clock and sink. Lives on the model's thread.
#pragma once

#include "adapters/llm/cache/answer_cache.hpp"
#include "adapters/llm/config/models_config.hpp"
#include "adapters/llm/llm_model.hpp"
#include "adapters/llm/secret/api_key.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace zestron::llm {

struct Provider {
  ProviderConfig config;
  ApiKey key;
  std::unique_ptr<boost::asio::ssl::context> tls;
  Breaker breaker;
  ProviderStats stats;
  std::uint64_t attempts = 0, failures = 0, cancelled = 0;
  std::uint64_t prompt_tokens = 0, completion_tokens = 0, cost_micros = 0;
};

class Exchange;

struct Desk {
  ModelsConfig config;
  ModelSink sink;
  std::vector<Provider> providers;
  AnswerCache cache;
  std::shared_ptr<boost::asio::io_context> io = std::make_shared<boost::asio::io_context>(1);
  std::chrono::steady_clock::time_point opened = std::chrono::steady_clock::now();
  std::set<std::shared_ptr<Exchange>> live{};
  bool closing = false;

  [[nodiscard]] Millis now() const {
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - opened);
  }
  void tell(ModelEvent event) const {
    event.at = now();
    if (sink) sink(event);
  }
  /// Runs `change` on the provider's breaker and tells if its state is another one afterwards.
  template <class Change>
  void change_breaker(Provider& provider, Change&& change) {
    const auto before = provider.breaker.state(now());
    change(provider.breaker);
    const auto after = provider.breaker.state(now());
    if (before == after) return;
    tell({.kind = ModelEvent::Kind::kBreaker,
          .provider = provider.config.name,
          .detail = std::string(to_string(after))});
  }
};

}  // namespace zestron::llm
