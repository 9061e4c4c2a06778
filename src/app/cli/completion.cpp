#include "app/cli/completion.hpp"

#include <functional>
#include <sstream>

namespace zestron::cli {
namespace {

struct Node {
  std::string path;   // "agent show"; empty for the root
  std::string words;  // what may follow it
};

std::vector<Node> flatten(const CLI::App& root) {
  std::vector<Node> nodes;
  const std::function<void(const CLI::App&, const std::string&)> visit = [&](const CLI::App& app,
                                                                             const std::string& path) {
    std::string words;
    for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) words += sub->get_name() + " ";
    for (const auto* option : app.get_options()) {
      for (const auto& name : option->get_lnames()) words += "--" + name + " ";
    }
    nodes.push_back({path, words});
    for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
      visit(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name());
    }
  };
  visit(root, "");
  return nodes;
}

// The longest prefix of the typed words that is a command decides what is offered; the rest are files.
constexpr std::string_view kBash = R"(_zestron() {
  local i path="" words=""
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${COMP_WORDS[i]}" in -*) continue ;; esac
    local longer="${path:+$path }${COMP_WORDS[i]}"
    if [[ -n "${_zestron_words[$longer]+x}" ]]; then path="$longer"; fi
  done
  words="${_zestron_words[${path:-/}]}"
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _zestron zestron
)";

}  // namespace

std::string completion_script(const CLI::App& root, std::string_view shell) {
  std::ostringstream script;
  const auto nodes = flatten(root);
  if (shell == "bash") {
    script << "declare -gA _zestron_words=(\n";
    for (const auto& node : nodes)
      script << "  [\"" << (node.path.empty() ? "/" : node.path) << "\"]=\"" << node.words << "\"\n";
    script << ")\n" << kBash;
  } else if (shell == "fish") {
    for (const auto& node : nodes) {
      std::istringstream words(node.words);
      for (std::string word; words >> word;) {
        std::string condition = "__fish_use_subcommand";
        if (!node.path.empty()) {
          condition.clear();
          std::istringstream parts(node.path);
          for (std::string part; parts >> part;) {
            condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + part);
          }
        }
        script << "complete -c zestron -n '" << condition << "' ";
        script << (word.starts_with("--") ? "-l " + word.substr(2) : "-f -a " + word) << "\n";
      }
    }
  }
  return std::move(script).str();
}

}  // namespace zestron::cli
