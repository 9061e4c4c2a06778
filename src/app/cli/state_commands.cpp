#include "app/cli/state_commands.hpp"

#include "app/node/saved_states.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace zestron::cli {
namespace {

using node::DataFolder;
using node::SavedStates;

/// --data, else the demo's folder if there is one, else the node's.
std::filesystem::path folder_of(const Options& options) {
  if (!options.data.empty()) return options.data;
  auto folder = DataFolder::default_path("demo");
  return std::filesystem::exists(folder / "chain") ? folder : DataFolder::default_path("node");
}

int with_states(const Options& options, const std::function<int(const Console&, const SavedStates&)>& act) {
  const Console console(options.output == "json");
  auto folder = DataFolder::open(folder_of(options));
  if (!folder) return console.failed(folder.error().message);
  return act(console, SavedStates(*std::move(folder)));
}

int list(const Console& console, const SavedStates& states) {
  const auto names = states.names();
  if (console.json()) {
    console.document(nlohmann::ordered_json{{"states", names}});
  } else {
    for (const auto& name : names) console.line(name);
    if (names.empty()) console.line("no state is saved");
  }
  return kExitOk;
}

using Act = Outcome<void, node::FolderError> (SavedStates::*)(std::string_view) const;
struct Verb {
  const char *name, *help, *done;
  Act act;
};
constexpr Verb kVerbs[] = {
    {"save", "keep a copy of a stopped node's state under a name", "saved", &SavedStates::save},
    {"load", "put a saved state in the place of the present one, which is deleted", "loaded", &SavedStates::load},
    {"delete", "delete a saved state", "deleted", &SavedStates::remove},
};

int act(const Console& console, const SavedStates& states, const Verb& verb, const std::string& name) {
  if (auto done = (states.*verb.act)(name); !done) return console.failed(done.error().message);
  if (console.json()) {
    console.document(nlohmann::ordered_json{{verb.done, name}});
  } else {
    console.line(fmt::format("{} {}", verb.done, name));
  }
  return kExitOk;
}

}  // namespace

void add_state_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("state", "named states of a node");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    auto* verb = group->add_subcommand(name, help);
    verb->add_option("--data", options.data, "the node's data folder");
    add_output_option(*verb, options);
    return verb;
  };
  for (const Verb& verb : kVerbs) {
    const auto name = std::make_shared<std::string>();
    auto* command = add(verb.name, verb.help);
    command->add_option("NAME", *name, "letters, digits, -, _ and .")->required();
    command->callback([&options, &run, &verb, name] {
      run = [&options, &verb, name] {
        return with_states(options, [&](const Console& console, const SavedStates& states) {
          return act(console, states, verb, *name);
        });
      };
    });
  }
  add("list", "the names of saved states")->callback([&] { run = [&options] { return with_states(options, list); }; });
}

}  // namespace zestron::cli
