#include "app/node/agent_activity.hpp"

#include "codec/base58.hpp"
#include "codec/cid.hpp"
#include "infra/file/file.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace zestron::node {
namespace {

std::filesystem::path path_of(const DataFolder& folder, const Pubkey& agent) {
  return folder.agents() / (codec::to_base58(agent) + ".activity");
}

std::string to_line(const Activity& activity) {
  nlohmann::json line{{"slot", activity.slot.value()},
                      {"config", codec::cid_of(activity.config_hash)},
                      {"active", activity.active},
                      {"tradesBefore", activity.trades_before}};
  if (activity.carried) line["carried"] = true;
  return line.dump() + "\n";
}

std::optional<Activity> from_line(std::string_view line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("config") || !json["config"].is_string()) return std::nullopt;
  const auto hash = codec::hash_of(json["config"].get_ref<const std::string&>());
  const auto is_count = [&](const char* name) { return json.contains(name) && json[name].is_number_unsigned(); };
  if (!hash || !is_count("slot") || !is_count("tradesBefore") || !json.contains("active") ||
      !json["active"].is_boolean())
    return std::nullopt;
  return Activity{Slot(json["slot"].get<std::uint64_t>()), *hash, json["active"].get<bool>(),
                  json["tradesBefore"].get<std::uint64_t>(), json.contains("carried") && json["carried"] == true};
}

}  // namespace

Outcome<std::vector<Activity>, FolderError> load_activity(const DataFolder& folder, const Pubkey& agent, Slot last) {
  const auto path = path_of(folder, agent);
  std::vector<Activity> activities;
  if (!std::filesystem::exists(path)) return activities;
  const auto bytes = infra::read_file(path);
  if (!bytes) return fail(FolderError::kUnusable, bytes.error().message);
  auto text = as_text(*bytes);
  std::string kept;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const auto activity = from_line(text.substr(0, end));
    if (!activity)
      return fail(FolderError::kDamaged,
                  path.string() + " has a line that is none of ours; delete the file to let the agent begin anew");
    text.remove_prefix(end + 1);
    if (activity->slot > last) continue;
    activities.push_back(*activity);
    kept += to_line(*activity);
  }
  if (kept.size() != bytes->size()) {
    if (auto written = infra::write_file_atomically(path, as_bytes(kept), 0600); !written)
      return fail(FolderError::kUnusable, written.error().message);
  }
  return activities;
}

Outcome<void, FolderError> append_activity(const DataFolder& folder, const Pubkey& agent, const Activity& activity) {
  const auto path = path_of(folder, agent);
  const auto file = infra::open_file(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (!file) return fail(FolderError::kUnusable, file.error().message);
  if (auto written = infra::write_all(*file, as_bytes(to_line(activity)), path); !written)
    return fail(FolderError::kUnusable, written.error().message);
  if (auto synced = infra::sync_data(*file, path); !synced) return fail(FolderError::kUnusable, synced.error().message);
  return {};
}

}  // namespace zestron::node
