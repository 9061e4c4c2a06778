// Language models behind OpenAI-compatible APIs, as ports::Model: the providers of the operator's configuration, routed by cost, latency
// and health. One thread of its own does all I/O; what is decided is decided by routing/, which does none.
#pragma once

#include "adapters/llm/config/models_config.hpp"
#include "adapters/llm/routing/breaker.hpp"
#include "base/result.hpp"
#include "ports/model.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zestron::llm {

/// One decision, for telemetry. Holds no text of prompt or answer and no key.
struct ModelEvent {
  enum class Kind : std::uint8_t {
    kAsked = 0,
    kHedged = 1,     ///< asked beside a slow one
    kCancelled = 2,  ///< the slower of two, or the exchange ended; `cost` is estimated
    kAnswered = 3,
    kFailed = 4,   ///< one attempt; `detail` says why
    kBreaker = 5,  ///< its state changed to `detail`
    kCached = 6,
    kFinished = 7,  ///< the exchange; `detail` is empty or why it failed
    kProbed = 8,    ///< `detail` is empty or what is wrong
  };
  Kind kind{};
  Hash request{};  ///< all zeros when it is about a provider alone
  std::string provider{};
  std::uint32_t attempt = 0;
  Millis at{};  ///< since the model was opened
  ports::MicroUsd cost{};
  std::string detail{};
};

/// Called on the model's thread; must not block.
using ModelSink = std::function<void(const ModelEvent&)>;

struct ProviderStatus {
  std::string name, model;
  Breaker::State breaker{};
  double first_token_ms = 0;  ///< averaged
  double success = 1;         ///< averaged share
  std::optional<Millis> p95{};
  std::uint64_t attempts = 0, failures = 0, cancelled = 0;
  std::uint64_t prompt_tokens = 0, completion_tokens = 0;
  ports::MicroUsd cost{};
};

enum class OpenError : std::uint16_t {
  kKey = 1,
  kTrust = 2,  ///< trust_file is no PEM certificate
};

class LlmModel final : public ports::Model {
 public:
  /// Reads keys and certificates; makes no connection.
  static Outcome<std::unique_ptr<LlmModel>, OpenError> open(ModelsConfig config, ModelSink sink = {});
  /// Ends what is under way with kCancelled; waits for the callbacks.
  ~LlmModel() override;
  LlmModel(const LlmModel&) = delete;
  LlmModel& operator=(const LlmModel&) = delete;

  void ask(ports::ChatRequest request, ports::OnDone done, ports::OnDelta delta, std::stop_token stop) override;

  /// Asks each provider for its list of models (GET /models), which costs nothing; kProbed tells. A failure counts for its breaker like
  /// any other, a success closes it. Returns at once; providers with `probe_ms` are asked by themselves.
  void probe();
  /// Waits for the model's thread.
  [[nodiscard]] std::vector<ProviderStatus> providers() const;

  struct Impl;

 private:
  explicit LlmModel(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::llm
