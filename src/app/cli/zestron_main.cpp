// The command line of ZestronOS. Each verb's file adds itself to the tree; here they are only put together.
#include "app/cli/agent_commands.hpp"
#include "app/cli/backtest_commands.hpp"
#include "app/cli/bench_commands.hpp"
#include "app/cli/completion.hpp"
#include "app/cli/control_commands.hpp"
#include "app/cli/deploy_commands.hpp"
#include "app/cli/doctor.hpp"
#include "app/cli/key_commands.hpp"
#include "app/cli/ledger_commands.hpp"
#include "app/cli/mcp_commands.hpp"
#include "app/cli/model_commands.hpp"
#include "app/cli/node_commands.hpp"
#include "app/cli/protocol/commands.hpp"
#include "app/cli/replay_commands.hpp"
#include "app/cli/state_commands.hpp"
#include "app/console/console.hpp"
#include "app/node/data_folder.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace zestron::cli {
namespace {

int doctor(const Options& options, const std::vector<std::string>& urls, bool offline) {
  const Console console(options.output == "json");
  Examination examination{.folders = {node::DataFolder::default_path("demo"), node::DataFolder::default_path("node")},
                          .endpoints = urls,
                          .offline = offline};
  if (!options.data.empty()) examination.folders = {options.data};
  if (const char* url = std::getenv("ZESTRON_URL"); url != nullptr && *url != '\0')
    examination.endpoints.emplace_back(url);
  bool problem = false;
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const auto& finding : examine(examination)) {
    constexpr std::array kWords{"OK", "WARN", "FAIL"};
    const auto* word = kWords[static_cast<std::size_t>(finding.level)];
    problem |= finding.level == Finding::Level::kProblem;
    console.line(fmt::format("{:<5} {}: {}{}", word, finding.what, finding.detail,
                             finding.remedy.empty() ? "" : "; " + finding.remedy));
    out.push_back({{"level", word}, {"what", finding.what}, {"detail", finding.detail}, {"remedy", finding.remedy}});
  }
  if (console.json()) console.document(nlohmann::ordered_json{{"findings", out}});
  return problem ? kExitFailed : kExitOk;
}

int main(int argc, char** argv) {
  CLI::App root("ZestronOS: create, run, license and audit autonomous agents on Solana", "zestron");
  root.set_version_flag("--version", "zestron " ZESTRON_VERSION);
  root.require_subcommand(1);
  root.get_formatter()->column_width(34);
  Options options;
  std::function<int()> run;

  add_node_commands(root, options, run);
  add_agent_commands(root, options, run);
  add_control_commands(root, options, run);
  add_approval_commands(root, options, run);
  add_mcp_command(root, options, run);
  add_model_commands(root, options, run);
  for (const auto add : {add_stake_commands, add_market_commands, add_wallet_commands, add_rewards_commands,
                         add_vault_commands, add_gov_commands, add_pool_commands, add_token_commands}) {
    add(root, options, run);
  }
  add_deploy_commands(root, options, run);
  add_key_commands(root, options, run);
  add_ledger_commands(root, options, run);
  add_state_commands(root, options, run);
  add_backtest_commands(root, options, run);
  add_replay_commands(root, options, run);
  add_bench_commands(root, options, run);
  std::vector<std::string> urls;
  bool offline = false;
  auto* examined =
      root.add_subcommand("doctor", "look at this machine, its data folders and endpoints; exit 1 if something fails");
  examined->add_option("-u,--url", urls, "an RPC endpoint to ask as well, beside ZESTRON_URL")->allow_extra_args(false);
  examined->add_flag("--offline", offline, "ask no endpoint");
  examined->add_option("--data", options.data, "a data folder instead of the default ones");
  add_output_option(*examined, options);
  examined->callback([&] { run = [&] { return doctor(options, urls, offline); }; });
  std::string shell;
  auto* completion = root.add_subcommand("completion", "print a completion script: source <(zestron completion bash)");
  completion->add_option("SHELL", shell, "bash or fish")->required()->check(CLI::IsMember({"bash", "fish"}));
  completion->callback([&] {
    run = [&] {
      std::fputs(completion_script(root, shell).c_str(), stdout);
      return static_cast<int>(kExitOk);
    };
  });

  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 exits with its own numbers; ours are 0 (help, version) and 2 (usage).
    return root.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  try {
    return run();
  } catch (const std::exception& error) {
    // Nothing of ours throws; a library did, on input that no check of ours caught. One line, and the exit code says failed.
    return Console(options.output == "json").failed(fmt::format("unexpected: {}", error.what()));
  }
}

}  // namespace
}  // namespace zestron::cli

int main(int argc, char** argv) { return zestron::cli::main(argc, argv); }
