// Which agents a node runs: a file per agent in its data folder, and the config documents in its blob store. The command
// line hands agents over by writing here; the node looks again every few slots.
#pragma once

#include "agent/config.hpp"
#include "app/node/data_folder.hpp"
#include "base/types.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::node {

/// Where the chain says the document is: ipfs:// and the CID of its canonical bytes.
std::string config_uri(const Hash& config_hash);
/// The same, with the hash of the report (backtest/report.hpp) that the config is activated with: `ipfs://CID#backtest=HEX`. On chain it is
/// part of the config's version: who licenses the agent agrees to it.
std::string config_uri(const Hash& config_hash, const Hash& report);
/// The report that a URI names; nullopt when it names none.
std::optional<Hash> report_of(std::string_view uri);

/// Stores the canonical document under its CID and notes that the node of `folder` runs `agent` with it.
Outcome<void, FolderError> adopt_agent(const std::filesystem::path& folder, const Pubkey& agent,
                                       const agent::Config& config);

struct AdoptedAgent {
  Pubkey agent;
  Hash config_hash;
  bool operator==(const AdoptedAgent&) const = default;
};

/// In address order. A file that cannot be read is passed over and named in `notices`.
std::vector<AdoptedAgent> adopted_agents(const DataFolder& folder, std::vector<std::string>& notices);

/// Reads a document by its hash, and checks that it has that hash.
Outcome<agent::Config, FolderError> load_config(const DataFolder& folder, const Hash& config_hash);

}  // namespace zestron::node
