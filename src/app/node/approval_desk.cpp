#include "app/node/approval_desk.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "infra/file/file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path list_path(const DataFolder& folder) { return folder.approvals() / "waiting.json"; }

std::unexpected<Failure<FolderError>> unusable(const std::string& message) {
  return fail(FolderError::kUnusable, message);
}

}  // namespace

fs::path decisions_path(const DataFolder& folder) { return folder.approvals() / "decisions"; }

Outcome<void, FolderError> publish_waiting_list(const DataFolder& folder, const std::vector<WaitingItem>& items) {
  auto list = json::array();
  for (const auto& item : items)
    list.push_back({{"id", item.id},
                    {"agent", codec::to_base58(item.agent)},
                    {"what", item.what},
                    {"expires_ms", item.expires.value()},
                    {"approved", item.approved}});
  if (auto made = infra::make_directory(folder.approvals()); !made) return unusable(made.error().message);
  if (auto kept = infra::write_file_atomically(list_path(folder), as_bytes(list.dump(2)), 0600); !kept)
    return unusable(kept.error().message);
  return {};
}

Outcome<std::vector<WaitingItem>, FolderError> load_waiting(const DataFolder& folder) {
  std::vector<WaitingItem> out;
  const auto text = infra::read_file(list_path(folder));
  if (!text && text.error().code == infra::FileCode::kNotFound) return out;
  if (!text) return unusable(text.error().message);
  const auto list = json::parse(as_text(*text), nullptr, false);
  if (!list.is_array()) return fail(FolderError::kDamaged, list_path(folder).string() + " is no list of ours");
  for (const auto& item : list) {
    const auto agent = codec::from_base58<Pubkey>(item.value("agent", ""));
    if (agent)
      out.push_back({item.value("id", ""), *agent, item.value("what", ""),
                     UnixMillis(item.value("expires_ms", std::int64_t{0})), item.value("approved", false)});
  }
  return out;
}

Outcome<void, FolderError> leave_decision(const DataFolder& folder, std::string_view id, bool approved) {
  const auto directory = decisions_path(folder);
  if (auto made = infra::make_directory(directory); !made) return unusable(made.error().message);
  // One file for each item: the newest word counts, and the id's own characters never become a path.
  const auto hash = codec::sha256(as_bytes(id));
  const auto file = directory / (codec::hex_encode(hash.view()).substr(0, 32) + ".json");
  const json decision{{"id", id}, {"approved", approved}};
  if (auto kept = infra::write_file_atomically(file, as_bytes(decision.dump()), 0600); !kept)
    return unusable(kept.error().message);
  return {};
}

std::vector<Decision> decisions(const DataFolder& folder, std::vector<std::string>& notices) {
  std::vector<Decision> out;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(decisions_path(folder), ec)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = infra::read_file(entry.path());
    const auto decision = text ? json::parse(as_text(*text), nullptr, false) : json();
    if (decision.is_object() && decision.contains("id") && decision["id"].is_string() &&
        decision.contains("approved") && decision["approved"].is_boolean()) {
      out.push_back({decision["id"].get<std::string>(), decision["approved"].get<bool>(), entry.path()});
      continue;
    }
    notices.push_back(entry.path().string() + " is no decision of ours and was removed");
    std::error_code ignored;
    fs::remove(entry.path(), ignored);
  }
  std::ranges::sort(out, {}, &Decision::file);
  return out;
}

}  // namespace zestron::node
