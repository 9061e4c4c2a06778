#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"
#include "codec/base58.hpp"

#include <nlohmann/json.hpp>

namespace zestron::cli {
namespace {

namespace token = protocols::token;
using Done = std::expected<void, std::string>;

// What a licence says of its agent: where the listing is, and the licensee's wallet that counts its uses.
Done follow_license(Call& call) {
  const auto license = fields_of(call.chain, "marketplace", "License", call.accounts.at("license"));
  if (!license) return std::unexpected(license.error());
  const auto agent = key_in(*license, "agent");
  call.accounts.try_emplace("agent", agent);
  call.accounts.try_emplace("wallet", address_of("agent_factory", "Wallet",
                                                 {{"agent", agent}, {"beneficiary", key_in(*license, "licensee")}}));
  return {};
}

// The terms as they are now, unless the buyer said which they expect; and the buyer's wallet, whose uses a licence counts.
Done expect_terms(Call& call) {
  call.accounts.try_emplace("wallet", address_of("agent_factory", "Wallet",
                                                 {{"agent", call.accounts.at("agent")}, {"beneficiary", call.signer}}));
  if (call.texts.contains("expected_terms") && !call.texts["expected_terms"].empty()) return {};
  const auto agent = fields_of(call.chain, "agent_factory", "AgentState", call.accounts.at("agent"));
  if (!agent) return std::unexpected(agent.error());
  call.texts["expected_terms"] = agent->at("terms").get<std::string>();
  return {};
}

Done default_payee(Call& call) {
  if (call.texts["payee"].empty()) call.texts["payee"] = codec::to_base58(call.signer);
  return {};
}

std::expected<nlohmann::ordered_json, std::string> listing_of(Call& call) {
  if (!call.accounts.contains("listing")) {
    if (!call.accounts.contains("agent")) return std::unexpected("name the agent with --agent, or its --listing");
    call.accounts["listing"] = address_of("marketplace", "Listing", {{"agent", call.accounts.at("agent")}});
  }
  return fields_of(call.chain, "marketplace", "Listing", call.accounts.at("listing"));
}

// Prices that are not named stay as they are.
Done keep_prices(Call& call) {
  const auto listing = listing_of(call);
  if (!listing) return std::unexpected(listing.error());
  const auto zest = call.chain.zest();
  if (!zest) return std::unexpected(zest.error());
  const auto mint = call.chain.mint(*zest);
  if (!mint) return std::unexpected(mint.error());
  for (const auto& [name, value] : listing->at("prices").items()) {
    auto& text = call.texts["prices." + name];
    const auto old = value.get<std::string>();
    if (text.empty()) text = unit_of(name) == Unit::kToken ? format_amount(std::stoull(old), mint->mint.decimals) : old;
  }
  if (call.texts["payee"].empty()) call.texts["payee"] = listing->at("payee").get<std::string>();
  return {};
}

Done next_version(Call& call) {
  const auto listing = listing_of(call);
  if (!listing) return std::unexpected(listing.error());
  if (call.texts["number"].empty())
    call.texts["number"] = std::to_string(std::stoull(listing->at("metadata_version").get<std::string>()) + 1);
  return {};
}

// Each party has one account to be paid into.
Done find_payee(Call& call) {
  const auto listing = listing_of(call);
  if (!listing) return std::unexpected(listing.error());
  const auto market = fields_of(call.chain, "marketplace", "Market", address_of("marketplace", "Market", {}));
  if (!market) return std::unexpected(market.error());
  if (call.texts["party"] == "treasury") {
    call.accounts.try_emplace("to", key_in(market->at("parameters"), "treasury"));
  } else {
    call.accounts.try_emplace("to", token::associated_address(key_in(*listing, "payee"), key_in(*market, "mint"),
                                                              key_in(*market, "token_program")));
  }
  return {};
}

}  // namespace

void add_market_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("market", "offer agents, license them, settle what they earned");
  group->require_subcommand(1);
  const std::map<std::string, std::string> no_prices{{"prices.perpetual", "0"},
                                                     {"prices.period", "0"},
                                                     {"prices.period_s", "0"},
                                                     {"prices.use", "0"},
                                                     {"prices.stake", "0"},
                                                     {"prices.stake_s", "0"},
                                                     {"payee", ""}};
  std::map<std::string, std::string> old_prices;
  for (const auto& [name, unused] : no_prices) old_prices[name] = "";

  std::vector<Verb> verbs;
  const auto add = [&](Verb verb) { verbs.push_back(std::move(verb)); };
  add({.name = "list",
       .instruction = "list_agent",
       .help = "offer your agent at these prices",
       .positional = {"agent"},
       .defaults = no_prices,
       .prepare = default_payee});
  add({.name = "update",
       .instruction = "update_listing",
       .help = "change prices or payee; what is not named stays",
       .positional = {},
       .defaults = old_prices,
       .prepare = keep_prices});
  add({.name = "publish-metadata",
       .instruction = "publish_metadata",
       .help = "the next version of the agent's description; it can never be changed",
       .positional = {"uri"},
       .defaults = {{"number", ""}},
       .prepare = next_version});
  add({.name = "delist",
       .instruction = "delist_agent",
       .help = "sell no more licences; those there are go on",
       .positional = {}});
  add({.name = "close-listing",
       .instruction = "close_listing",
       .help = "delete an empty listing; its rent comes back",
       .positional = {}});
  add({.name = "license",
       .instruction = "license_agent",
       .help = "buy a licence: perpetual, a subscription, or a number of uses",
       .positional = {"agent"},
       .defaults = {{"number", "0"}, {"quantity", "1"}, {"expected_terms", ""}},
       .prepare = expect_terms});
  add({.name = "license-by-stake",
       .instruction = "license_by_stake",
       .help = "pledge your locked stake for a licence",
       .positional = {"agent"},
       .defaults = {{"number", "0"}, {"expected_terms", ""}},
       .prepare = expect_terms});
  const auto of_license = [&](std::string name, std::string instruction, std::string help,
                              std::vector<std::string> more = {}) {
    std::vector<std::string> positional{"license"};
    positional.insert(positional.end(), more.begin(), more.end());
    add({.name = std::move(name),
         .instruction = std::move(instruction),
         .help = std::move(help),
         .positional = std::move(positional),
         .prepare = follow_license});
  };
  of_license("settle", "settle", "book what a licence earned a dispute window ago; anyone");
  of_license("refund", "refund", "end your licence and get back what is not earned");
  of_license("collect-refund", "collect_refund", "take what is owed to you");
  add({.name = "pay-share",
       .instruction = "pay_share",
       .help = "have a listing pay one party; anyone",
       .positional = {"party"},
       .prepare = find_payee});
  of_license("open-dispute", "open_dispute", "say that a licence was not worth it; costs a bond", {"evidence"});
  of_license("resolve-dispute", "resolve_dispute", "the resolver decides", {"refund_bps"});
  of_license("lapse-dispute", "lapse_dispute", "end a dispute whose resolver kept silent; anyone");
  of_license("close-license", "close_license", "delete a licence that is over; its rent comes back");
  of_license("release-stake", "release_stake", "give up a licence by stake; the stake is free");
  of_license("revoke-license", "revoke_license", "end a licence whose stake is gone; anyone");
  add({.name = "set-parameters",
       .instruction = "set_parameters",
       .help = "governance: resolver, treasury, windows, bond",
       .positional = {}});
  add({.name = "initialize",
       .instruction = "initialize_market",
       .help = "make the market; only whoever may upgrade the program",
       .positional = {}});
  add_verbs(*group, options, run, "marketplace", std::move(verbs));
  add_reading_verbs(*group, options, run, "marketplace", {"Listing", "agent"});
}

}  // namespace zestron::cli
