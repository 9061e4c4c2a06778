// Which agents a node runs: a file per agent in its data folder, and the config documents in its blob store. The command
// line hands agents over by writing here; the node looks again every few slots.
#pragma once

#include "agent/config.hpp"
#include "app/node/data_folder.hpp"
#include "base/types.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace zestron::node {

/// Where the chain says the document is: ipfs:// and the CID of its canonical bytes.
std::string config_uri(const Hash& config_hash);

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
