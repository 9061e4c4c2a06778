#include "app/cli/control_commands.hpp"

#include "app/cli/local_folder.hpp"
#include "app/node/approval_desk.hpp"
#include "app/node/asked_acts.hpp"
#include "app/node/controls.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace zestron::cli {
namespace {

using nlohmann::ordered_json;

struct Inputs {
  std::string agent, id;
};

using Turn = void (*)(node::Controls& controls, const std::optional<Pubkey>& agent);

int turn(const Options& options, const Inputs& inputs, std::string_view done, Turn change) {
  const Console console(options.output == "json");
  const auto folder = folder_of(options);
  if (!folder) return console.failed(folder.error());
  std::optional<Pubkey> agent;
  if (!inputs.agent.empty()) {
    agent = codec::from_base58<Pubkey>(inputs.agent);
    if (!agent) return console.failed(fmt::format("'{}' is no agent address", inputs.agent));
  }
  const auto turned = node::change_controls(*folder, [&](node::Controls& controls) { change(controls, agent); });
  if (!turned) return console.failed(turned.error().message);
  const auto whom = agent ? inputs.agent : std::string("all agents");
  console.line(fmt::format("{} {}; it holds from the node's next slot on, and over restarts", whom, done));
  if (console.json())
    console.document(ordered_json{{"agent", agent ? ordered_json(inputs.agent) : ordered_json()}, {"state", done}});
  return kExitOk;
}

int list(const Options& options) {
  const Console console(options.output == "json");
  const auto folder = folder_of(options);
  if (!folder) return console.failed(folder.error());
  const auto items = node::load_waiting(*folder);
  if (!items) return console.failed(items.error().message);
  auto out = ordered_json::array();
  for (const auto& item : *items) {
    const auto agent = codec::to_base58(item.agent);
    console.line(
        fmt::format("{}  {}  {}{}", item.id, agent, item.what, item.approved ? "  (approved, not done yet)" : ""));
    out.push_back({{"id", item.id},
                   {"agent", agent},
                   {"what", item.what},
                   {"expiresMs", item.expires.value()},
                   {"approved", item.approved}});
  }
  const auto asked = node::load_asked(*folder);
  if (!asked) return console.failed(asked.error().message);
  for (const auto& act : *asked) {
    console.line(fmt::format("{}  {}", act.id, node::summary_of(act)));
    out.push_back({{"id", act.id},
                   {"agent", act.parameters.value("agent", "")},
                   {"what", node::summary_of(act)},
                   {"expiresMs", act.expires.value()},
                   {"approved", false}});
  }
  if (out.empty()) console.line("nothing waits for a person");
  if (console.json()) console.document(ordered_json{{"approvals", out}});
  return kExitOk;
}

int decide(const Options& options, const Inputs& inputs, bool approved) {
  const Console console(options.output == "json");
  const auto folder = folder_of(options);
  if (!folder) return console.failed(folder.error());
  const auto* done = approved ? "approved" : "refused";
  if (node::is_asked(inputs.id)) {
    if (auto left = node::decide_asked(*folder, inputs.id, approved); !left)
      return console.failed(left.error().message);
    console.line(fmt::format("{}: {}; the node does it now, or when it runs", done, inputs.id));
    if (console.json()) console.document(ordered_json{{"id", inputs.id}, {"decision", done}});
    return kExitOk;
  }
  const auto items = node::load_waiting(*folder);
  if (!items) return console.failed(items.error().message);
  const auto item = std::ranges::find(*items, inputs.id, &node::WaitingItem::id);
  if (item == items->end())
    return console.failed(fmt::format("nothing waits as '{}'; `zestron approvals list` shows what does", inputs.id));
  if (auto left = node::leave_decision(*folder, inputs.id, approved); !left)
    return console.failed(left.error().message);
  console.line(fmt::format("{}: {}", done, item->what));
  if (console.json()) console.document(ordered_json{{"id", inputs.id}, {"decision", done}});
  return kExitOk;
}

void add_folder_options(CLI::App& verb, Options& options) {
  verb.add_option("--data", options.data, "the node's data folder instead of the running one's");
  add_output_option(verb, options);
}

}  // namespace

void add_approval_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  auto* approvals = root.add_subcommand("approvals", "what agents may not do without a person");
  approvals->require_subcommand(1);
  auto* listed = approvals->add_subcommand("list", "what waits, with the figures of each action");
  add_folder_options(*listed, options);
  listed->callback([&options, &run] { run = [&options] { return list(options); }; });
  const auto decision = [&](const char* name, const char* help, bool approved) {
    auto* verb = approvals->add_subcommand(name, help);
    verb->add_option("ID", inputs->id, "as `approvals list` shows it")->required();
    add_folder_options(*verb, options);
    verb->callback([&options, &run, inputs, approved] {
      run = [&options, inputs, approved] { return decide(options, *inputs, approved); };
    });
  };
  decision("approve", "let exactly this action be done, once", true);
  decision("refuse", "take it from the queue; also what was approved and not done yet", false);
}

void add_control_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  const auto verb = [&](CLI::App& below, const char* name, const char* help, bool all, std::string_view done,
                        Turn change) {
    auto* sub = below.add_subcommand(name, help);
    auto* agent =
        sub->add_option("AGENT", inputs->agent, all ? "the agent's address; none: all" : "the agent's address");
    if (!all) agent->required();
    add_folder_options(*sub, options);
    sub->callback([&options, &run, inputs, done, change] {
      run = [&options, inputs, done, change] { return turn(options, *inputs, done, change); };
    });
  };
  auto* agents = root.get_subcommand("agent");
  verb(*agents, "pause", "this node feeds it nothing until it is resumed", false, "paused",
       [](node::Controls& controls, const std::optional<Pubkey>& agent) { node::pause(controls, *agent); });
  verb(*agents, "kill", "refuse whatever it wants until it is resumed", false, "killed", node::kill);
  verb(*agents, "resume", "lift pause, kill and quarantine", false, "resumed", node::resume);
  verb(root, "kill", "the kill switch: refuse whatever agents of this node want", true, "killed", node::kill);
  verb(root, "resume", "turn the kill switch of all agents off; those killed one by one stay so", true, "resumed",
       node::resume);
}

}  // namespace zestron::cli
