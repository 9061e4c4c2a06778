#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::cli {
namespace {

using Done = std::expected<void, std::string>;

// Which side of the pool is which follows from the mint that comes in or goes out.
Done find_sides(Call& call) {
  const auto pool = fields_of(call.chain, "swap_pool", "SwapV1", call.accounts.at("swap"));
  if (!pool) return std::unexpected(pool.error());
  const auto mint_a = key_in(*pool, "token_a_mint"), mint_b = key_in(*pool, "token_b_mint");
  const auto side = [&](const std::string& name) { return call.accounts.at(name) == mint_a; };
  for (const auto* name : {"source_mint", "destination_mint"}) {
    const auto at = call.accounts.find(name);
    if (at != call.accounts.end() && at->second != mint_a && at->second != mint_b)
      return std::unexpected(
          fmt::format("the pool trades {} and {} only", codec::to_base58(mint_a), codec::to_base58(mint_b)));
  }
  call.accounts.try_emplace("token_a", key_in(*pool, "token_a"));
  call.accounts.try_emplace("token_b", key_in(*pool, "token_b"));
  if (call.instruction.name == "swap") {
    const bool from_a = side("source_mint");
    call.accounts.try_emplace("destination_mint", from_a ? mint_b : mint_a);
    call.accounts.try_emplace("swap_source", key_in(*pool, from_a ? "token_a" : "token_b"));
    call.accounts.try_emplace("swap_destination", key_in(*pool, from_a ? "token_b" : "token_a"));
  }
  return {};
}

std::vector<Rule> rules(std::vector<std::pair<std::string, std::string>> accounts) {
  using Kind = Rule::Kind;
  std::vector<Rule> out{{"source_token_program", Kind::kProgramOf, "source_mint"},
                        {"destination_token_program", Kind::kProgramOf, "destination_mint"},
                        {"pool_token_program", Kind::kProgramOf, "pool_mint"},
                        {"token_a_program", Kind::kProgramOf, "token_a_mint"},
                        {"token_b_program", Kind::kProgramOf, "token_b_mint"}};
  for (auto& [account, mint] : accounts) out.push_back({std::move(account), Kind::kAssociated, std::move(mint)});
  return out;
}

}  // namespace

void add_pool_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("pool", "trade in a pool of swap_pool, and lend it your tokens");
  group->require_subcommand(1);
  std::vector<Verb> verbs;
  verbs.push_back({.name = "swap",
                   .instruction = "swap",
                   .help = "give one token, take the other",
                   .positional = {"swap", "source_mint", "amount_in", "minimum_amount_out"},
                   .rules = rules({{"source", "source_mint"}, {"destination", "destination_mint"}}),
                   .prepare = find_sides});
  verbs.push_back(
      {.name = "deposit",
       .instruction = "deposit_all_token_types",
       .help = "put in both tokens for a number of shares",
       .positional = {"swap", "pool_token_amount"},
       .rules = rules(
           {{"deposit_token_a", "token_a_mint"}, {"deposit_token_b", "token_b_mint"}, {"destination", "pool_mint"}}),
       .prepare = find_sides});
  verbs.push_back(
      {.name = "withdraw",
       .instruction = "withdraw_all_token_types",
       .help = "give shares back for both tokens",
       .positional = {"swap", "pool_token_amount"},
       .rules = rules(
           {{"source", "pool_mint"}, {"destination_token_a", "token_a_mint"}, {"destination_token_b", "token_b_mint"}}),
       .prepare = find_sides});
  verbs.push_back({.name = "deposit-one",
                   .instruction = "deposit_single_token_type_exact_amount_in",
                   .help = "put in one token for shares",
                   .positional = {"swap", "source_mint", "source_token_amount"},
                   .rules = rules({{"source", "source_mint"}, {"destination", "pool_mint"}}),
                   .prepare = find_sides});
  verbs.push_back({.name = "withdraw-one",
                   .instruction = "withdraw_single_token_type_exact_amount_out",
                   .help = "give shares back for one token",
                   .positional = {"swap", "destination_mint", "destination_token_amount"},
                   .rules = rules({{"source", "pool_mint"}, {"destination", "destination_mint"}}),
                   .prepare = find_sides});
  add_verbs(*group, options, run, "swap_pool", std::move(verbs));
  add_reading_verbs(*group, options, run, "swap_pool", {"SwapV1", "pool"});
}

}  // namespace zestron::cli
