#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"

#include <nlohmann/json.hpp>

namespace zestron::cli {
namespace {

namespace token = protocols::token;
using Done = std::expected<void, std::string>;

std::expected<nlohmann::ordered_json, std::string> config_of(Call& call) {
  return fields_of(call.chain, "rewards", "RewardsConfig", address_of("rewards", "RewardsConfig", {}));
}

// The epoch before the one that runs: the only one that can be opened.
Done last_epoch(Call& call) {
  if (!call.texts["index"].empty()) return {};
  const auto config = config_of(call);
  if (!config) return std::unexpected(config.error());
  const auto now = call.chain.now();
  if (!now) return std::unexpected(now.error());
  const auto length = std::stoll(config->at("epoch_s").get<std::string>());
  call.texts["index"] = std::to_string(*now / length - 1);
  return {};
}

// Its gain counts in the currency that it was created with.
Done find_quote(Call& call) {
  const auto agent = fields_of(call.chain, "agent_factory", "AgentState", call.accounts.at("agent"));
  if (!agent) return std::unexpected(agent.error());
  call.accounts.try_emplace("quote_entry",
                            address_of("governance", "MintEntry", {{"mint", key_in(*agent, "quote_mint")}}));
  return {};
}

// The treasury has one account, the developer any of their own.
Done find_payee(Call& call) {
  const auto config = config_of(call);
  if (!config) return std::unexpected(config.error());
  if (call.texts["party"] == "treasury") {
    call.accounts.try_emplace("to", key_in(config->at("parameters"), "treasury"));
    return {};
  }
  const auto rewards = fields_of(call.chain, "rewards", "AgentRewards",
                                 address_of("rewards", "AgentRewards", {{"agent", call.accounts.at("agent")}}));
  if (!rewards) return std::unexpected(rewards.error());
  call.accounts.try_emplace("to", token::associated_address(key_in(*rewards, "developer"), key_in(*config, "mint"),
                                                            key_in(*config, "token_program")));
  return {};
}

}  // namespace

void add_rewards_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("rewards", "what agents earn by measured gain");
  group->require_subcommand(1);
  std::vector<Verb> verbs;
  const auto add = [&](Verb verb) { verbs.push_back(std::move(verb)); };
  const auto of_epoch = [&](Verb verb) {
    verb.positional.insert(verb.positional.begin(), "epoch");
    verb.numbered = [](std::uint64_t number) { return address_of("rewards", "Epoch", {}, {{"index", number}}); };
    verbs.push_back(std::move(verb));
  };
  add({.name = "open",
       .instruction = "open_agent_rewards",
       .help = "your agent takes part; what it gained before does not count",
       .positional = {"agent"}});
  add({.name = "fund", .instruction = "fund_pot", .help = "pay into the pot; anyone", .positional = {"amount"}});
  add({.name = "open-epoch",
       .instruction = "open_epoch",
       .help = "fix what the last epoch emits; anyone",
       .positional = {},
       .defaults = {{"index", ""}},
       .prepare = last_epoch});
  of_epoch({.name = "enter",
            .instruction = "enter_epoch",
            .help = "have your agent's gain count for an epoch",
            .positional = {"agent"},
            .prepare = find_quote});
  of_epoch({.name = "distribute",
            .instruction = "distribute_rewards",
            .help = "book an agent's part, 70 % to its developer; anyone",
            .positional = {"agent"}});
  add({.name = "claim",
       .instruction = "claim",
       .help = "have one party paid what an agent's epochs owe it; anyone",
       .positional = {"agent", "party"},
       .prepare = find_payee});
  add({.name = "return-unclaimed",
       .instruction = "return_unclaimed",
       .help = "what nobody claimed in time is the pot's again; anyone",
       .positional = {"agent"}});
  of_epoch({.name = "close-epoch",
            .instruction = "close_epoch",
            .help = "delete an epoch whose time is over; its rent goes back; anyone",
            .positional = {}});
  add({.name = "close",
       .instruction = "close_agent_rewards",
       .help = "once the agent is gone; the rent comes back",
       .positional = {"agent"}});
  add({.name = "set-parameters",
       .instruction = "set_parameters",
       .help = "governance: treasury, emission, how long claims last",
       .positional = {}});
  add({.name = "initialize",
       .instruction = "initialize_rewards",
       .help = "make the pot; only whoever may upgrade the program",
       .positional = {}});
  add_verbs(*group, options, run, "rewards", std::move(verbs));
  add_reading_verbs(*group, options, run, "rewards", {"AgentRewards", "agent"});
}

}  // namespace zestron::cli
