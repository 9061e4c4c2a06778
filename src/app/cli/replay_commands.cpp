#include "app/cli/replay_commands.hpp"

#include "adapters/onnx/onnx_models.hpp"
#include "adapters/onnx/onnx_provider.hpp"
#include "bundle/replay.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace zestron::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kChangedShown = 20;

struct Arguments {
  std::string bundle;
  bool recompute = false;
  bool trust_standings = false;
  std::vector<std::string> models;
  std::string runtime_library;
};

std::string hex(const Hash& hash) { return codec::hex_encode(hash.view()); }

// One question to the provider that the node asks too; what it fails at counts as not answered.
std::optional<std::vector<double>> ask(onnx::OnnxProvider& provider, const domain::Inference& inference) {
  provider.ask({}, {.node = "", .sequence = 1, .content = inference});
  const auto answers = provider.take();
  if (answers.empty()) return std::nullopt;
  const auto* tensor = std::get_if<domain::Answer::Tensor>(&answers[0].answer.content);
  return tensor == nullptr ? std::nullopt : std::optional(tensor->values);
}

ordered_json to_json(const bundle::Replayed& replayed) {
  ordered_json agents = ordered_json::array();
  for (const auto& agent : replayed.agents) {
    agents.push_back({{"agent", codec::to_base58(agent.agent)},
                      {"name", agent.name},
                      {"config", hex(agent.config)},
                      {"ticks", agent.ticks},
                      {"intents", agent.intents},
                      {"intentsRoot", hex(agent.intents_root)},
                      {"trades", agent.trades}});
  }
  ordered_json changed = ordered_json::array();
  for (const auto& one : replayed.changed) {
    changed.push_back({{"tick", one.tick},
                       {"slot", one.slot.value()},
                       {"agent", codec::to_base58(one.agent)},
                       {"what", one.what},
                       {"recorded", one.recorded},
                       {"recomputed", one.recomputed}});
  }
  ordered_json out{{"root", hex(replayed.root)},
                   {"records", replayed.records},
                   {"ended", replayed.ended},
                   {"full", replayed.full},
                   {"torn", replayed.torn},
                   {"about", replayed.about},
                   {"events", replayed.events},
                   {"answers", replayed.answers},
                   {"exchanges", replayed.exchanges},
                   {"accounts", replayed.accounts},
                   {"transactions", replayed.transactions},
                   {"agents", agents},
                   {"first", nullptr},
                   {"recomputed", replayed.recomputed},
                   {"deviationMax", replayed.deviation_max},
                   {"changed", changed},
                   {"changedMore", replayed.changed_more}};
  if (const auto& first = replayed.first) {
    out["first"] = {{"tick", first->tick},
                    {"record", first->record},
                    {"slot", first->slot.value()},
                    {"atMs", first->at.value()},
                    {"agent", codec::to_base58(first->agent)},
                    {"node", first->node},
                    {"port", first->port},
                    {"what", first->what}};
  }
  return out;
}

void print(const Console& console, const bundle::Replayed& replayed, bool recompute) {
  console.line(fmt::format("bundle      {} records, root {}", replayed.records, hex(replayed.root)));
  if (!replayed.torn.empty()) {
    console.line("            it was not finished; its tail is torn: " + replayed.torn);
  } else if (!replayed.ended) {
    console.line("            it is not finished: the node still runs, or was killed");
  } else if (replayed.full) {
    console.line("            it ends at its bound of size, before the run did");
  }
  console.line(
      fmt::format("            {} events, {} answers of models, {} exchanges, {} accounts, {} turns of effects",
                  replayed.events, replayed.answers, replayed.exchanges, replayed.accounts, replayed.transactions));
  for (const auto& agent : replayed.agents) {
    console.line(fmt::format("agent       {}  {}: {} ticks, {} trades, {} intents with root {}",
                             codec::to_base58(agent.agent), agent.name, agent.ticks, agent.trades, agent.intents,
                             hex(agent.intents_root)));
  }
  if (!recompute) return;
  console.line(fmt::format("models      {} answers computed anew, largest deviation {}, {} changed decisions",
                           replayed.recomputed, replayed.deviation_max,
                           replayed.changed.size() + replayed.changed_more));
  for (std::size_t i = 0; i < std::min(replayed.changed.size(), kChangedShown); ++i) {
    const auto& one = replayed.changed[i];
    console.line(fmt::format("            tick {}, slot {}: {}: {} recorded, {} computed anew", one.tick,
                             one.slot.value(), one.what, one.recorded, one.recomputed));
  }
}

int run(const Options& options, const Arguments& arguments) {
  const Console console(options.output == "json");
  if (!arguments.models.empty() && !arguments.recompute)
    return console.usage("--model goes with --recompute-model: without it no model is asked");
  onnx::OnnxModels models(arguments.runtime_library.empty() ? std::nullopt : std::optional(arguments.runtime_library));
  onnx::OnnxProvider provider(models);
  for (const auto& file : arguments.models) {
    auto bytes = infra::read_file(file);
    if (!bytes) return console.failed(bytes.error().message);
    provider.add(*std::move(bytes));
  }
  bundle::Recompute recompute;
  if (arguments.recompute) recompute = [&](const domain::Inference& inference) { return ask(provider, inference); };
  const auto replayed =
      bundle::replay(arguments.bundle, recompute,
                     arguments.trust_standings ? bundle::Standings::kTrusted : bundle::Standings::kRefused);
  if (!replayed) return console.failed(replayed.error().message);
  if (console.json()) {
    console.document(to_json(*replayed));
    return replayed->first ? kExitFailed : kExitOk;
  }
  print(console, *replayed, arguments.recompute);
  if (arguments.recompute && replayed->answers != replayed->recomputed) {
    console.line(fmt::format("            {} answers were not computed anew: of no ONNX model, or of one not named",
                             replayed->answers - replayed->recomputed));
  }
  if (!replayed->first) {
    console.line("replayed    as recorded, to the last bit");
    return kExitOk;
  }
  const auto& first = *replayed->first;
  const auto where =
      first.node.empty() ? std::string("the graph") : fmt::format("node '{}', port '{}'", first.node, first.port);
  return console.failed(fmt::format("run and record part at tick {} (slot {}, agent {}): {}: {}", first.tick,
                                    first.slot.value(), codec::to_base58(first.agent), where, first.what));
}

}  // namespace

void add_replay_commands(CLI::App& root, Options& options, std::function<int()>& run_chosen) {
  const auto a = std::make_shared<Arguments>();
  auto* verb = root.add_subcommand("replay", "run a recorded run again, offline, and report the first difference");
  verb->add_option("BUNDLE", a->bundle, "folder of the bundle, as runs/… of a node's data folder")->required();
  verb->add_flag("--recompute-model", a->recompute,
                 "ask the models anew beside the record, and report the largest deviation and every changed decision");
  verb->add_flag("--trust-standings", a->trust_standings,
                 "the bundle is your own: agents may go on from the bytes that an earlier run kept of them");
  verb->add_option("--model", a->models, "ONNX file that the agents name")->allow_extra_args(false);
  verb->add_option("--onnxruntime", a->runtime_library, "libonnxruntime.so");
  add_output_option(*verb, options);
  verb->callback([&options, &run_chosen, a] { run_chosen = [&options, a] { return run(options, *a); }; });
}

}  // namespace zestron::cli
