#include "app/cli/fine_tune.hpp"

#include "app/cli/local_folder.hpp"
#include "app/cli/protocol/units.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/market_history.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <set>
#include <thread>

namespace zestron::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::size_t kTicksMin = 1'000;  // a fifth of them has to tell two networks apart
constexpr std::uint64_t kStepsMax = 100'000'000;

struct Inputs {
  std::string agent, trainer, out, every;
  std::uint64_t steps = 65'536;
  bool dry_run = false;
};

template <class T>
using Maybe = std::expected<T, std::string>;

// What it begins with.
struct Subject {
  agent::Config config;
  std::string model;  // in the folder's models/, by its hash
};

Maybe<Subject> subject_of(const node::DataFolder& folder, const Pubkey& key) {
  std::vector<std::string> notices;
  const auto agents = node::adopted_agents(folder, notices);
  const auto adopted = std::ranges::find(agents, key, &node::AdoptedAgent::agent);
  if (adopted == agents.end()) return std::unexpected("that node does not run this agent");
  auto config = node::load_config(folder, adopted->config_hash);
  if (!config) return std::unexpected(config.error().message);
  std::set<std::string> models;
  for (const auto& node : config->nodes()) {
    if (node.kind->name == "onnx_policy") models.insert(node.params.at("model").get<std::string>());
  }
  if (models.empty()) return std::unexpected("this agent asks no policy: its graph has no onnx_policy module");
  if (models.size() > 1) return std::unexpected("this agent asks several policies; one can be trained on its market");
  return Subject{*std::move(config), *models.begin()};
}

// Of the checkout that this program was built in: bin/zestron or build/PRESET/bin/zestron.
fs::path default_trainer() {
  std::error_code ec;
  const auto bin = fs::read_symlink("/proc/self/exe", ec).parent_path();
  for (const auto& root : {bin.parent_path(), bin.parent_path().parent_path().parent_path()}) {
    if (const auto script = root / "scripts" / "train.py"; !ec && fs::exists(script, ec)) return script;
  }
  return {};
}

// What it prints is for people, so it goes where notes go.
Maybe<void> run_trainer(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  ::pid_t child = 0;
  const int failed = ::posix_spawnp(&child, argv.front(), &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0)
    return std::unexpected(fmt::format("{} cannot be run: {}", words.front(), std::generic_category().message(failed)));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (status == 0) return {};
  return std::unexpected(WIFEXITED(status)
                             ? fmt::format("the trainer ended with {}; what it said stands above", WEXITSTATUS(status))
                             : fmt::format("the trainer was ended by signal {}", WTERMSIG(status)));
}

// docs/learning.md says what stands in it.
Maybe<ordered_json> read_report(const fs::path& path) {
  const auto text = infra::read_file(path);
  if (!text) return std::unexpected(text.error().message);
  auto report = ordered_json::parse(as_text(*text), nullptr, false);
  const auto figure = [&](const char* part, const char* whose) {
    return report.contains(part) && report[part].is_object() && report[part].contains(whose) &&
           report[part][whose].is_object() && report[part][whose].contains("return_percent") &&
           report[part][whose]["return_percent"].is_number();
  };
  if (!report.is_object() || !report.contains("better") || !report["better"].is_boolean() ||
      !std::ranges::all_of(std::array{"validation", "test"}, [&](const char* part) {
        return figure(part, "before") && figure(part, "after") && figure(part, "buy and hold");
      }))
    return std::unexpected(path.string() + " is no report of a training");
  return report;
}

Maybe<void> write(const fs::path& path, std::string_view text) {
  if (auto kept = infra::write_file_atomically(path, as_bytes(text), 0600); !kept)
    return std::unexpected(kept.error().message);
  return {};
}

// The new file among the node's, and a config that asks it and is the old one otherwise.
Maybe<std::string> keep(const node::DataFolder& folder, const Subject& subject, const fs::path& out) {
  const auto bytes = infra::read_file(out / "policy.onnx");
  if (!bytes) return std::unexpected(bytes.error().message);
  const auto name = codec::hex_encode(codec::sha256(*bytes).view());
  auto text = std::string(subject.config.canonical());
  for (auto at = text.find(subject.model); at != std::string::npos; at = text.find(subject.model, at + name.size()))
    text.replace(at, name.size(), name);
  if (const auto config = agent::Config::parse(text); !config) return std::unexpected(config.error().message);
  if (auto made = infra::make_directory(folder.models()); !made) return std::unexpected(made.error().message);
  if (auto kept = infra::write_file_atomically(folder.models() / (name + ".onnx"), *bytes, 0600); !kept)
    return std::unexpected(kept.error().message);
  if (auto kept = write(out / "agent.json", ordered_json::parse(text).dump(2) + "\n"); !kept)
    return std::unexpected(kept.error());
  return name;
}

void print(const Console& console, const ordered_json& report) {
  for (const auto* part : {"validation", "test"}) {
    const auto of = [&](const char* whose) { return report[part][whose]["return_percent"].get<double>(); };
    console.line(fmt::format("{:<10}  before {:+.3f} %  after {:+.3f} %  buy and hold {:+.3f} %", part, of("before"),
                             of("after"), of("buy and hold")));
  }
}

int once(const Console& console, const node::DataFolder& folder, const Inputs& inputs, const Pubkey& key) {
  const auto subject = subject_of(folder, key);
  if (!subject) return console.failed(subject.error());
  const auto history = node::market_history(folder);
  if (!history) return console.failed(history.error());
  if (history->feed != subject->config.market().feed)
    return console.failed("the node's market is not the one that this agent trades");
  const auto trainer = inputs.trainer.empty() ? default_trainer() : fs::path(inputs.trainer);
  if (trainer.empty()) return console.failed("there is no trainer beside this program; --trainer names one");
  const auto& ticks = history->ticks;
  console.line(fmt::format("agent       {}  {}", inputs.agent, subject->config.name()));
  console.line(fmt::format("model       {}", subject->model));
  console.line(
      fmt::format("history     {} ticks, 60 % to train on, 20 % to choose by, 20 % to judge by", ticks.size()));
  console.line(fmt::format("trainer     {}, {} steps", trainer.string(), inputs.steps));
  if (ticks.size() < kTicksMin)
    return console.failed(fmt::format("that is too little: {} ticks are needed", kTicksMin));
  const auto out = inputs.out.empty() ? folder.models() / "fine-tuned" / inputs.agent : fs::path(inputs.out);
  if (inputs.dry_run) {
    console.line(fmt::format("nothing was done; it would write to {}", out.string()));
    if (console.json())
      console.document(ordered_json{
          {"agent", inputs.agent}, {"model", subject->model}, {"ticks", ticks.size()}, {"out", out.string()}});
    return kExitOk;
  }
  if (auto made = infra::make_directory(out); !made) return console.failed(made.error().message);
  std::error_code ignored;
  fs::remove(out / "report.json", ignored);  // of the training before
  if (auto kept = write(out / "market.csv", node::to_series(ticks)); !kept) return console.failed(kept.error());
  if (auto kept = write(out / "before.json", subject->config.canonical()); !kept) return console.failed(kept.error());
  const auto trained =
      run_trainer({trainer.string(), "fine-tune", "--agent", (out / "before.json").string(), "--model",
                   (folder.models() / (subject->model + ".onnx")).string(), "--market", (out / "market.csv").string(),
                   "--out", out.string(), "--steps", std::to_string(inputs.steps)});
  if (!trained) return console.failed(trained.error());
  auto report = read_report(out / "report.json");
  if (!report) return console.failed(report.error());
  print(console, *report);
  if (!(*report)["better"].get<bool>()) {
    console.line("the policy that it has is not beaten on what neither was trained on; nothing was changed");
    if (console.json()) console.document(ordered_json{{"agent", inputs.agent}, {"better", false}, {"report", *report}});
    return kExitOk;
  }
  const auto name = keep(folder, *subject, out);
  if (!name) return console.failed(name.error());
  console.line(fmt::format("{}; a node that runs knows it from its next start on", *name));
  console.line(fmt::format("to use it:  zestron agent upgrade {} {}", inputs.agent, (out / "agent.json").string()));
  if (console.json())
    console.document(ordered_json{{"agent", inputs.agent},
                                  {"better", true},
                                  {"model", *name},
                                  {"config", (out / "agent.json").string()},
                                  {"report", *report}});
  return kExitOk;
}

int fine_tune(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  const auto key = codec::from_base58<Pubkey>(inputs.agent);
  if (!key) return console.usage(fmt::format("'{}' is no agent address", inputs.agent));
  const auto folder = folder_of(options);
  if (!folder) return console.failed(folder.error());
  if (inputs.every.empty()) return once(console, *folder, inputs, *key);
  const auto every = parse_seconds(inputs.every);
  if (!every || *every < 1) return console.usage(every ? "--every is at least a second" : every.error());
  while (true) {
    // One that failed may succeed on more history; it has said why.
    static_cast<void>(once(console, *folder, inputs, *key));
    if (inputs.dry_run) return kExitOk;
    console.line(fmt::format("again in {}; Ctrl-C ends it", format_seconds(*every)));
    std::this_thread::sleep_for(std::chrono::seconds(*every));
  }
}

}  // namespace

void add_fine_tune_command(CLI::App& model, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  auto* sub = model.add_subcommand("fine-tune", "train an agent's policy on, with the market that its node has seen");
  sub->add_option("AGENT", inputs->agent, "the agent's address")->required();
  sub->add_option("--steps", inputs->steps, "answers to learn from")
      ->check(CLI::Range(std::uint64_t{1'024}, kStepsMax))
      ->capture_default_str();
  sub->add_option("--every", inputs->every, "again and again: 12h, 7d");
  sub->add_option("--trainer", inputs->trainer, "the program that trains, instead of scripts/train.py");
  sub->add_option("--out", inputs->out,
                  "a folder for what comes of it, instead of models/fine-tuned/AGENT of the data folder");
  sub->add_flag("--dry-run", inputs->dry_run, "say what would be trained on what, and stop");
  sub->add_option("--data", options.data, "the node's data folder instead of the running one's");
  add_output_option(*sub, options);
  sub->callback([&options, &run, inputs] { run = [&options, inputs] { return fine_tune(options, *inputs); }; });
}

}  // namespace zestron::cli
