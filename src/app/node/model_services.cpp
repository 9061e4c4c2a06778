#include "app/node/model_services.hpp"

#include "adapters/llm/llm_model.hpp"
#include "adapters/llm/llm_provider.hpp"
#include "adapters/onnx/onnx_models.hpp"
#include "adapters/onnx/onnx_provider.hpp"
#include "codec/base58.hpp"
#include "infra/file/file.hpp"
#include "ports/model_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;

// ONNX Runtime itself is loaded with the first model that an agent asks.
class OnnxService final : public ports::Provider {
 public:
  [[nodiscard]] std::string_view service() const override { return provider_.service(); }
  bool ask(const Pubkey& agent, const domain::Request& request) override { return provider_.ask(agent, request); }
  std::vector<ports::AgentAnswer> take() override { return provider_.take(); }
  void add(Bytes file) { provider_.add(std::move(file)); }

 private:
  onnx::OnnxModels models_;
  onnx::OnnxProvider provider_{models_};
};

std::unique_ptr<OnnxService> open_onnx(const DataFolder& folder, Narrator& narrator) {
  auto service = std::make_unique<OnnxService>();
  std::error_code ec;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder.models(), ec)) {
    if (entry.path().extension() == ".onnx") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    auto bytes = infra::read_file(file);
    if (!bytes) {
      narrator.warning(bytes.error().message);
      continue;
    }
    service->add(*std::move(bytes));
  }
  return service;
}

// Told because somebody may want to do something about it; questions and answers are the record's.
void tell(Narrator& narrator, const llm::ModelEvent& event) {
  using Kind = llm::ModelEvent::Kind;
  switch (event.kind) {
    case Kind::kFailed:
      narrator.warning(fmt::format("model provider {} failed: {}", event.provider, event.detail));
      break;
    case Kind::kHedged:
      narrator.notice(fmt::format("model provider {} is asked beside a slow one", event.provider));
      break;
    case Kind::kBreaker:
      narrator.notice(fmt::format("model provider {} is {} now", event.provider, event.detail));
      break;
    default: break;
  }
}

// The names that the conventions have for providers, by the host that serves them.
std::string provider_name(const llm::ProviderConfig& provider) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kKnown{{{"x.ai", "x_ai"},
                                                                                 {"groq.com", "groq"},
                                                                                 {"openai.com", "openai"},
                                                                                 {"mistral.ai", "mistral_ai"},
                                                                                 {"deepseek.com", "deepseek"},
                                                                                 {"perplexity.ai", "perplexity"},
                                                                                 {"moonshot.ai", "moonshot_ai"}}};
  for (const auto& [host, name] : kKnown) {
    if (provider.url.host == host || provider.url.host.ends_with(fmt::format(".{}", host))) return std::string(name);
  }
  return provider.name;
}

void introduce(AgentTracer& tracer, const llm::ModelsConfig& config) {
  for (const auto& provider : config.providers)
    tracer.know_provider(provider.name, {{"gen_ai.provider.name", provider_name(provider)},
                                         {"server.address", provider.url.host},
                                         {"server.port", std::int64_t{std::stoi(provider.url.port)}}});
}

std::string_view word(llm::ModelEvent::Kind kind) {
  using Kind = llm::ModelEvent::Kind;
  switch (kind) {
    case Kind::kAsked: return "asked";
    case Kind::kHedged: return "hedged";
    case Kind::kCancelled: return "cancelled";
    case Kind::kAnswered: return "answered";
    case Kind::kFailed: return "failed";
    case Kind::kBreaker: return "breaker";
    case Kind::kCached: return "cached";
    case Kind::kFinished: return "finished";
    case Kind::kProbed: return "probed";
  }
  return "finished";
}

// Called where the answers are taken, on the loop's thread.
llm::LlmProvider::Record recorder(const DataFolder& folder, Narrator& narrator, const ModelOptions& options) {
  return
      [path = folder.exchanges(), &narrator, options](const llm::Asker& asker, const ports::ModelExchange& exchange) {
        const auto& agent = asker.agent;
        if (options.tracer != nullptr) options.tracer->exchanged(agent, asker.node, asker.sequence, exchange);
        const auto text = ports::write_exchange(exchange);
        if (!text) return narrator.warning("an exchange with a model is not recorded: " + text.error().message);
        if (options.bundle != nullptr) options.bundle->exchange(agent, asker.node, asker.sequence, *text);
        const auto line = fmt::format("{{\"agent\":\"{}\",\"exchange\":{}}}\n", codec::to_base58(agent), *text);
        const auto file = infra::open_file(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        const auto written = file ? infra::write_all(*file, as_bytes(line), path) : infra::FileResult<void>();
        if (!file || !written) narrator.warning("an exchange with a model is not recorded: " + path.string());
      };
}

}  // namespace

std::expected<Services, std::string> open_services(const DataFolder& folder, Narrator& narrator,
                                                   const ModelOptions& options) {
  Services out;
  out.providers.push_back(open_onnx(folder, narrator));
  const auto path = folder.models() / "models.json";
  const auto text = infra::read_file(path);
  if (!text && text.error().code == infra::FileCode::kNotFound) return out;
  if (!text) return std::unexpected(text.error().message);
  auto config = llm::ModelsConfig::parse(as_text(*text));
  if (!config) return std::unexpected(path.string() + ": " + config.error().message);
  if (options.tracer != nullptr) introduce(*options.tracer, *config);
  auto model = llm::LlmModel::open(*std::move(config), [&narrator, tracer = options.tracer](const auto& event) {
    tell(narrator, event);
    if (tracer != nullptr && event.request != Hash{})
      tracer->attempt(
          {event.request, std::string(word(event.kind)), event.provider, event.detail, event.attempt, event.cost});
  });
  if (!model) return std::unexpected(path.string() + ": " + model.error().message);
  out.providers.push_back(std::make_unique<llm::LlmProvider>(std::shared_ptr<ports::Model>(*std::move(model)),
                                                             llm::ProviderOptions{.cost_max = options.cost_max},
                                                             recorder(folder, narrator, options)));
  return out;
}

}  // namespace zestron::node
