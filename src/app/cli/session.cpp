#include "app/cli/session.hpp"

#include "app/node/data_folder.hpp"
#include "app/node/demo_keys.hpp"
#include "codec/base58.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>

namespace zestron::cli {
namespace fs = std::filesystem;

void add_output_option(CLI::App& verb, Options& options) {
  verb.add_option("--output", options.output, "text, or json: one document on standard output")
      ->check(CLI::IsMember({"text", "json"}));
}

void add_chain_options(CLI::App& verb, Options& options) {
  verb.add_option("-u,--url", options.url,
                  "mainnet-beta, devnet, testnet, localhost or a URL (default: the local node)")
      ->envname("ZESTRON_URL");
  verb.add_option("-k,--keypair", options.keypair, "payer and authority, a file in the Solana CLI's format");
  verb.add_option("--data", options.data, "the local node's data folder");
  verb.add_flag("-y,--yes", options.yes, "do not ask before spending on a public cluster");
  verb.add_flag("--dry-run", options.dry_run, "simulate and show the cost, send nothing");
  add_output_option(verb, options);
}

std::optional<LocalNode> find_local_node(const std::string& data) {
  std::vector<fs::path> folders;
  if (!data.empty()) {
    folders = {data};
  } else {
    folders = {node::DataFolder::default_path("demo"), node::DataFolder::default_path("node")};
  }
  for (const auto& folder : folders) {
    std::error_code ec;
    if (!fs::exists(folder / "node.json", ec)) continue;
    const auto text = infra::read_file(folder / "node.json");
    if (!text) continue;
    const auto json = nlohmann::json::parse(as_text(*text), nullptr, false);
    if (!json.is_object() || !json.contains("rpc") || !json.contains("pid")) continue;
    LocalNode found{folder,
                    json.value("rpc", ""),
                    json.value("keypair", ""),
                    json.value("pid", 0),
                    json.value("api", ""),
                    json.value("tokenFile", "")};
    if (found.pid > 0 && (::kill(found.pid, 0) == 0 || errno == EPERM)) return found;
  }
  return std::nullopt;
}

std::expected<Session, std::string> Session::open(const Options& options, bool needs_keypair) {
  Session session(options, Console(options.output == "json"));
  session.local_ = options.url.empty() ? find_local_node(options.data) : std::nullopt;
  const std::string url = !options.url.empty() ? cluster::expand_url(options.url)
                          : session.local_     ? session.local_->rpc_url
                                               : std::string("http://127.0.0.1:8899");
  auto client = cluster::RpcClient::connect(url);
  if (!client) return std::unexpected(client.error().message);
  session.public_ = cluster::is_public(url);
  session.chain_ = std::make_unique<cluster::ClusterChain>(*std::move(client));
  if (!session.public_) {
    if (const auto health = session.chain_->call("getHealth", nlohmann::json::array());
        !health && health.error().code == 0) {
      return std::unexpected(health.error().message +
                             "; start one with `zestron demo` or `zestron node`, or name a cluster with -u");
    }
  }

  if (needs_keypair) {
    fs::path path = options.keypair;
    if (path.empty() && session.local_ && !session.local_->keypair.empty()) path = session.local_->keypair;
    if (path.empty()) {
      const char* home = std::getenv("HOME");
      path = fs::path(home != nullptr ? home : ".") / ".config/solana/id.json";
    }
    auto keypair = codec::Keypair::read_file(path);
    if (!keypair) return std::unexpected(keypair.error().message);
    if (session.public_ && node::is_demo_key(keypair->pubkey())) {
      return std::unexpected(
          "the demo's keys are public knowledge and are never used on a public cluster; name another with -k FILE");
    }
    session.keypair_ = *std::move(keypair);
  }
  if (session.public_) session.console_.note("cluster " + url);
  return session;
}

bool Session::may_spend(std::string_view what, std::uint64_t lamports) const {
  if (!public_) return true;
  const auto text = fmt::format("{}: payer {}, up to {}.{:09} SOL", what, codec::to_base58(keypair_->pubkey()),
                                lamports / 1'000'000'000, lamports % 1'000'000'000);
  console_.note(text);
  return options_.yes || console_.confirm("go on?");
}

}  // namespace zestron::cli
