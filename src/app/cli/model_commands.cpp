#include "app/cli/model_commands.hpp"

#include "adapters/llm/llm_model.hpp"
#include "app/cli/fine_tune.hpp"
#include "app/node/data_folder.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

namespace zestron::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::chrono::seconds kPingPatience{15};

struct Inputs {
  std::string config, file;
};

std::filesystem::path folder_path(const Options& options) {
  if (!options.data.empty()) return options.data;
  const auto local = find_local_node({});
  return local ? local->folder : node::DataFolder::default_path("node");
}

std::expected<llm::ModelsConfig, std::string> read_config(const Options& options, const Inputs& inputs) {
  const auto path =
      inputs.config.empty() ? folder_path(options) / "models" / "models.json" : std::filesystem::path(inputs.config);
  const auto text = infra::read_file(path);
  if (!text) return std::unexpected(text.error().message + "; docs/models.md says what stands in it");
  auto config = llm::ModelsConfig::parse(as_text(*text));
  if (!config) return std::unexpected(path.string() + ": " + config.error().message);
  return *std::move(config);
}

int providers(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  const auto config = read_config(options, inputs);
  if (!config) return console.failed(config.error());
  auto out = ordered_json::array();
  for (const auto& provider : config->providers) {
    // Where a key lies, never what it is.
    const auto key = !provider.key_env.empty() ? "$" + provider.key_env : provider.key_file;
    console.line(
        fmt::format("{:<16} {:<24} {}", provider.name, provider.model, key.empty() ? "no key" : "key in " + key));
    out.push_back({{"name", provider.name}, {"model", provider.model}, {"modelId", provider.model_id}, {"key", key}});
  }
  if (console.json()) console.document(ordered_json{{"providers", out}});
  return kExitOk;
}

// What the providers answered, as it comes on the model's thread.
struct Pings {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, std::string> answers;  // by provider; empty: well
};

int ping(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  const auto config = read_config(options, inputs);
  if (!config) return console.failed(config.error());
  const auto pings = std::make_shared<Pings>();
  auto model = llm::LlmModel::open(*config, [pings](const llm::ModelEvent& event) {
    if (event.kind != llm::ModelEvent::Kind::kProbed) return;
    const std::lock_guard lock(pings->mutex);
    pings->answers.try_emplace(event.provider, event.detail);
    pings->changed.notify_all();
  });
  if (!model) return console.failed(model.error().message);
  (*model)->probe();
  std::unique_lock lock(pings->mutex);
  pings->changed.wait_for(lock, kPingPatience, [&] { return pings->answers.size() == config->providers.size(); });
  const auto answers = pings->answers;
  lock.unlock();
  auto out = ordered_json::array();
  bool all = true;
  for (const auto& provider : config->providers) {
    const auto answer = answers.find(provider.name);
    const auto said = answer == answers.end() ? std::string("no answer") : answer->second;
    all = all && said.empty();
    console.line(fmt::format("{:<16} {}", provider.name, said.empty() ? "answers" : said));
    out.push_back({{"name", provider.name}, {"answers", said.empty()}, {"detail", said}});
  }
  if (console.json()) console.document(ordered_json{{"providers", out}});
  return all ? kExitOk : kExitFailed;
}

int add(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  const auto bytes = infra::read_file(inputs.file);
  if (!bytes) return console.failed(bytes.error().message);
  const auto folder = node::DataFolder::open(folder_path(options));
  if (!folder) return console.failed(folder.error().message);
  const auto name = codec::hex_encode(codec::sha256(*bytes).view());
  if (auto made = infra::make_directory(folder->models()); !made) return console.failed(made.error().message);
  if (auto kept = infra::write_file_atomically(folder->models() / (name + ".onnx"), *bytes, 0600); !kept)
    return console.failed(kept.error().message);
  console.line(fmt::format("{}; a node that runs knows it from its next start on", name));
  if (console.json()) console.document(ordered_json{{"model", name}});
  return kExitOk;
}

}  // namespace

void add_model_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  auto* model = root.add_subcommand("model", "the models that agents of this node may ask");
  model->require_subcommand(1);
  const auto verb = [&](const char* name, const char* help, int (*action)(const Options&, const Inputs&)) {
    auto* sub = model->add_subcommand(name, help);
    sub->add_option("--data", options.data, "the node's data folder instead of the running one's");
    add_output_option(*sub, options);
    sub->callback(
        [&options, &run, inputs, action] { run = [&options, inputs, action] { return action(options, *inputs); }; });
    return sub;
  };
  verb("providers", "language models as configured, and where their keys lie", providers)
      ->add_option("--config", inputs->config, "a document instead of the node's models/models.json");
  verb("ping", "ask each provider for its list of models, which costs nothing", ping)
      ->add_option("--config", inputs->config, "a document instead of the node's models/models.json");
  verb("add", "give the node an ONNX file; prints the name that configs call it by", add)
      ->add_option("FILE", inputs->file, "the ONNX file")
      ->required();
  add_fine_tune_command(*model, options, run);
}

}  // namespace zestron::cli
