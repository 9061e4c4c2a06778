#include "app/cli/deploy_commands.hpp"

#include "app/deploy/options.hpp"
#include "codec/base58.hpp"
#include "protocols/client/programs.hpp"

#include <memory>

namespace zestron::cli {
namespace {

struct Inputs {
  deploy::Options deploy;
  bool for_governance = false;
};

int run_deploy(const Options& options, Inputs inputs) {
  const Console console(options.output == "json");
  const auto local = options.url.empty() ? find_local_node(options.data) : std::nullopt;
  if (local) inputs.deploy.url = local->rpc_url;
  if (!options.url.empty()) inputs.deploy.url = options.url;
  inputs.deploy.keypair = options.keypair;
  if (options.keypair.empty() && local) inputs.deploy.keypair = local->keypair.string();
  if (inputs.for_governance) inputs.deploy.new_authority = codec::to_base58(protocols::client::governance_authority());
  if (const auto complete = deploy::check(inputs.deploy); !complete) return console.usage(complete.error());
  const auto done = deploy::deploy(inputs.deploy, console);
  return done ? kExitOk : console.failed(done.error());
}

}  // namespace

void add_deploy_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  auto* verb = root.add_subcommand("deploy", "put a program on chain, upgrade it, or fill a buffer for a proposal");
  deploy::add_options(*verb, inputs->deploy);
  verb->add_flag("--for-governance", inputs->for_governance,
                 "the new authority is governance: of a program, or with --buffer-only of the buffer")
      ->excludes("--new-authority")
      ->excludes("--final");
  verb->add_option("-u,--url", options.url,
                   "mainnet-beta, devnet, testnet, localhost or a URL (default: the local node)")
      ->envname("ZESTRON_URL");
  verb->add_option("-k,--keypair", options.keypair, "payer and authority, a file in the Solana CLI's format");
  verb->add_option("--data", options.data, "the local node's data folder");
  add_output_option(*verb, options);
  verb->callback([&options, &run, inputs] { run = [&options, inputs] { return run_deploy(options, *inputs); }; });
}

}  // namespace zestron::cli
