#include "app/node/agent_files.hpp"

#include "codec/base58.hpp"
#include "codec/cid.hpp"
#include "codec/hex.hpp"
#include "infra/file/file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::node {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kReportMark = "#backtest=";

}  // namespace

std::string config_uri(const Hash& config_hash) { return "ipfs://" + codec::cid_of(config_hash); }

std::string config_uri(const Hash& config_hash, const Hash& report) {
  return config_uri(config_hash) + std::string(kReportMark) + codec::hex_encode(report.view());
}

std::optional<Hash> report_of(std::string_view uri) {
  const auto at = uri.find(kReportMark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto bytes = codec::hex_decode(uri.substr(at + kReportMark.size()));
  return bytes ? Hash::from(*bytes) : std::nullopt;
}

Outcome<void, FolderError> adopt_agent(const fs::path& root, const Pubkey& agent, const agent::Config& config) {
  const auto folder = DataFolder::open(root);
  if (!folder) return std::unexpected(folder.error());
  const auto cid = codec::cid_of(config.hash());
  const auto write = [](const fs::path& path, std::string_view text) {
    return infra::write_file_atomically(path, as_bytes(text), 0600);
  };
  if (auto kept = write(folder->blobs() / cid, config.canonical()); !kept)
    return fail(FolderError::kUnusable, kept.error().message);
  const nlohmann::json note{{"config", cid}};
  if (auto kept = write(folder->agents() / (codec::to_base58(agent) + ".json"), note.dump()); !kept) {
    return fail(FolderError::kUnusable, kept.error().message);
  }
  return {};
}

std::vector<AdoptedAgent> adopted_agents(const DataFolder& folder, std::vector<std::string>& notices) {
  std::vector<AdoptedAgent> agents;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(folder.agents(), ec)) {
    if (entry.path().extension() != ".json") continue;
    const auto address = codec::from_base58<Pubkey>(entry.path().stem().string());
    const auto text = infra::read_file(entry.path());
    const auto note = text ? nlohmann::json::parse(as_text(*text), nullptr, false) : nlohmann::json();
    const auto hash = note.is_object() && note.contains("config") && note["config"].is_string()
                          ? codec::hash_of(note["config"].get_ref<const std::string&>())
                          : std::nullopt;
    if (!address || !hash) {
      notices.push_back(entry.path().string() + " names no agent and config; delete it, or create the agent again");
      continue;
    }
    agents.push_back({*address, *hash});
  }
  std::sort(agents.begin(), agents.end(),
            [](const AdoptedAgent& a, const AdoptedAgent& b) { return a.agent < b.agent; });
  return agents;
}

Outcome<agent::Config, FolderError> load_config(const DataFolder& folder, const Hash& config_hash) {
  const auto path = folder.blobs() / codec::cid_of(config_hash);
  const auto text = infra::read_file(path);
  if (!text) return fail(FolderError::kUnusable, text.error().message);
  auto config = agent::Config::parse(as_text(*text));
  if (!config) return fail(FolderError::kDamaged, path.string() + ": " + config.error().message);
  if (config->hash() != config_hash)
    return fail(FolderError::kDamaged, path.string() + " has not the content its name promises; restore or delete it");
  return *std::move(config);
}

}  // namespace zestron::node
