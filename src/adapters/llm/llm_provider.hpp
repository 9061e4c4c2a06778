// Answers what agents' graphs ask of language models: the provider of the service "language model". Each question is bound to the schema
// of its answer; what does not fit is a failure, and every exchange is handed on for the record, failures too.
#pragma once

#include "ports/model.hpp"
#include "ports/provider.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace zestron::llm {

struct ProviderOptions {
  std::string model{};                        ///< whose answers agents get; empty: of any provider
  std::chrono::milliseconds timeout{30'000};  ///< of one exchange
  ports::MicroUsd cost_max{};                 ///< of one exchange; zero: only providers that cost nothing
  std::uint32_t tokens_max = 512;             ///< of one answer
};

/// At once, of all agents together.
inline constexpr std::size_t kExchangesMax = 256;

/// Whose question it was.
struct Asker {
  Pubkey agent;
  std::string node;
  std::uint64_t sequence = 0;  ///< of the request, per node
};

/// For one thread; the model calls back on others.
class LlmProvider final : public ports::Provider {
 public:
  /// Called in take(), in the order in which exchanges ended.
  using Record = std::function<void(const Asker& asker, const ports::ModelExchange& exchange)>;

  LlmProvider(std::shared_ptr<ports::Model> model, ProviderOptions options, Record record);
  /// Ends what is under way.
  ~LlmProvider() override;

  [[nodiscard]] std::string_view service() const override { return domain::Prompt::kService; }
  bool ask(const Pubkey& agent, const domain::Request& request) override;
  std::vector<ports::AgentAnswer> take() override;

 private:
  struct Inbox;
  std::shared_ptr<Inbox> inbox_;  // shared with callbacks, which may outlive this
  std::shared_ptr<ports::Model> model_;
  ProviderOptions options_;
  Record record_;
  std::stop_source stop_;
  std::size_t under_way_ = 0;
};

/// The question as it is sent: the prompt, and the schema that its answer must fit.
ports::ChatRequest chat_of(const domain::Prompt& prompt, const ProviderOptions& options);

}  // namespace zestron::llm
