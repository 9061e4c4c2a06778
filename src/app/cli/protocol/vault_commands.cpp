#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"

#include <nlohmann/json.hpp>

namespace zestron::cli {
namespace {

// The record by which an access falls: the one that it names, or of a proof's the holder's in the vault's pool.
std::expected<void, std::string> follow_access(Call& call) {
  const auto access = fields_of(call.chain, "open_vault", "Access", call.accounts.at("access"));
  if (!access) return std::unexpected(access.error());
  if (access->at("kind") == "live-stake") {
    call.accounts.try_emplace("stake", key_in(*access, "evidence"));
    return {};
  }
  const auto vault = fields_of(call.chain, "open_vault", "Vault", address_of("open_vault", "Vault", {}));
  if (!vault) return std::unexpected(vault.error());
  call.accounts.try_emplace(
      "stake", address_of("zest_staking", "StakeRecord",
                          {{"pool", key_in(*vault, "stake_pool")}, {"staker", key_in(*access, "holder")}}));
  return {};
}

}  // namespace

void add_vault_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("vault", "templates that a stake opens");
  group->require_subcommand(1);
  add_verbs(*group, options, run, "open_vault",
            {
                {"publish",
                 "publish_template",
                 "publish a template and the stake that opens it",
                 {"number", "uri"},
                 {},
                 {{"lock_left_s", "0"}}},
                {"update",
                 "update_template",
                 "publish its next version",
                 {"previous", "number", "uri"},
                 {},
                 {{"lock_left_s", "0"}}},
                {"retire", "retire_template", "give no more accesses; those there are hold", {"of_template"}},
                {"close", "close_template", "delete a retired template; its rent comes back", {"of_template"}},
                {"claim", "claim_access", "get access by your stake", {"of_template"}},
                {"claim-by-proof",
                 "claim_access_by_proof",
                 "get access by a leaf of a posted root",
                 {"of_template", "stake_root"},
                 {},
                 {{"path", "[]"}}},
                {.name = "revoke",
                 .instruction = "revoke_access",
                 .help = "end an access whose stake is gone; anyone",
                 .positional = {"access"},
                 .prepare = follow_access},
                {"close-access", "close_access", "delete an access; its rent comes back", {"access"}},
                {"post-root", "post_stake_root", "the poster posts a root over all stakes", {"root"}},
                {"close-root", "close_stake_root", "delete a root that has expired; anyone", {"stake_root"}},
                {"set-poster", "set_poster", "governance: who posts roots", {"poster"}},
                {"initialize", "initialize", "make the vault; only whoever may upgrade the program", {"poster"}},
            });
  add_reading_verbs(*group, options, run, "open_vault", {"Template", "publisher"});
}

}  // namespace zestron::cli
