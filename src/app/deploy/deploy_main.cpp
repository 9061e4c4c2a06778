// grapnel-deploy: what `grapnel deploy` runs, found beside itself.
#include "app/deploy/options.hpp"

#include <fmt/format.h>

#include <exception>

namespace zestron::deploy {
namespace {

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Puts a program on chain through the upgradeable loader, or upgrades it", "grapnel deploy");
  add_options(app, options);
  app.add_option("-u,--url", options.url, "mainnet-beta, devnet, testnet, localhost or a URL")
      ->envname("ZESTRON_URL")
      ->capture_default_str();
  app.add_option("-k,--keypair", options.keypair,
                 "payer and upgrade authority (default: the Solana CLI's ~/.config/solana/id.json)");
  app.add_option("--output", options.output, "text, or json: one document on standard output")
      ->check(CLI::IsMember({"text", "json"}));
  const cli::Console messages(false);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::kExitOk : cli::kExitUsage;
  }
  if (const auto complete = check(options); !complete) return messages.usage(complete.error());
  const cli::Console console(options.output == "json");
  try {
    const auto done = deploy(options, console);
    return done ? cli::kExitOk : console.failed(done.error());
  } catch (const std::exception& error) {
    // Nothing of ours throws; a library did, on input that no check of ours caught.
    return console.failed(fmt::format("unexpected: {}", error.what()));
  }
}

}  // namespace
}  // namespace zestron::deploy

int main(int argc, char** argv) { return zestron::deploy::main(argc, argv); }
