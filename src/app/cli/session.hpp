// What every verb that talks to a chain has in common: which chain, who pays, how to print, whether to ask first.
#pragma once

#include "adapters/cluster/cluster_chain.hpp"
#include "app/console/console.hpp"
#include "codec/transaction/keypair.hpp"

#include <CLI/CLI.hpp>

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace zestron::cli {

/// Filled by CLI11; one instance for the whole command line.
struct Options {
  std::string url;      ///< -u, else ZESTRON_URL, else the local node
  std::string keypair;  ///< -k, else the local node's, else the Solana CLI's
  std::string output = "text";
  bool yes = false;
  bool dry_run = false;
  std::string data;        ///< --data: the local node's folder
  std::string token_file;  ///< --token-file, else the one that the local node names
};

/// Adds -u, -k, --output, --yes and --dry-run.
void add_chain_options(CLI::App& verb, Options& options);
void add_output_option(CLI::App& verb, Options& options);

/// A running node as it describes itself in node.json of its data folder.
struct LocalNode {
  std::filesystem::path folder;
  std::string rpc_url;
  std::filesystem::path keypair;  ///< of the demo's owner; empty for a plain node
  int pid = 0;
  std::string api_url;
  std::filesystem::path token_file;  ///< whose token its API asks for
};
/// The node of `data`, else of the default folders (demo first) whose process lives.
std::optional<LocalNode> find_local_node(const std::string& data);

class Session {
 public:
  /// One line that says what to do when there is no node, no keypair, or the keypair may not be used there.
  static std::expected<Session, std::string> open(const Options& options, bool needs_keypair);

  [[nodiscard]] const Console& console() const { return console_; }
  [[nodiscard]] cluster::ClusterChain& chain() const { return *chain_; }
  [[nodiscard]] const codec::Keypair& keypair() const { return *keypair_; }
  [[nodiscard]] const std::optional<LocalNode>& local() const { return local_; }
  [[nodiscard]] const Options& options() const { return options_; }

  /// On a public cluster: shows cluster, payer and cost, and asks unless --yes. Always true on a local node.
  [[nodiscard]] bool may_spend(std::string_view what, std::uint64_t lamports) const;

 private:
  Session(Options options, Console console) : options_(std::move(options)), console_(console) {}
  Options options_;
  Console console_;
  std::unique_ptr<cluster::ClusterChain> chain_;
  std::optional<codec::Keypair> keypair_;
  std::optional<LocalNode> local_;
  bool public_ = false;
};

}  // namespace zestron::cli
