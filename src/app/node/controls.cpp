#include "app/node/controls.hpp"

#include "codec/base58.hpp"
#include "infra/file/file.hpp"

#include <nlohmann/json.hpp>

namespace zestron::node {
namespace {

using nlohmann::json;
using Counts = std::map<Pubkey, std::uint64_t>;

Outcome<std::optional<json>, FolderError> read(const std::filesystem::path& path) {
  const auto text = infra::read_file(path);
  if (!text && text.error().code == infra::FileCode::kNotFound) return std::optional<json>();
  if (!text) return fail(FolderError::kUnusable, text.error().message);
  auto document = json::parse(as_text(*text), nullptr, false);
  if (!document.is_object()) return fail(FolderError::kDamaged, path.string() + " is no document of ours");
  return std::optional(std::move(document));
}

Outcome<void, FolderError> write(const std::filesystem::path& path, const json& document) {
  if (auto kept = infra::write_file_atomically(path, as_bytes(document.dump(2)), 0600); !kept)
    return fail(FolderError::kUnusable, kept.error().message);
  return {};
}

bool take(const json& list, std::set<Pubkey>& out) {
  if (!list.is_array()) return false;
  for (const auto& item : list) {
    const auto key = item.is_string() ? codec::from_base58<Pubkey>(item.get_ref<const std::string&>()) : std::nullopt;
    if (!key) return false;
    out.insert(*key);
  }
  return true;
}

bool take(const json& object, Counts& out) {
  if (!object.is_object()) return false;
  for (const auto& [name, count] : object.items()) {
    const auto key = codec::from_base58<Pubkey>(name);
    if (!key || !count.is_number_unsigned()) return false;
    out[*key] = count.get<std::uint64_t>();
  }
  return true;
}

json to_json(const std::set<Pubkey>& keys) {
  auto out = json::array();
  for (const auto& key : keys) out.push_back(codec::to_base58(key));
  return out;
}

json to_json(const Counts& counts) {
  auto out = json::object();
  for (const auto& [key, count] : counts) out[codec::to_base58(key)] = count;
  return out;
}

}  // namespace

void pause(Controls& controls, const Pubkey& agent) { controls.paused.insert(agent); }

void kill(Controls& controls, const std::optional<Pubkey>& agent) {
  if (agent) {
    controls.killed.insert(*agent);
  } else {
    controls.all_killed = true;
  }
}

void resume(Controls& controls, const std::optional<Pubkey>& agent) {
  if (!agent) {
    controls.all_killed = false;
    return;
  }
  controls.killed.erase(*agent);
  controls.paused.erase(*agent);
  controls.resumed[*agent] += 1;
}

Outcome<Controls, FolderError> load_controls(const DataFolder& folder) {
  const auto document = read(folder.controls());
  if (!document) return std::unexpected(document.error());
  Controls out;
  if (!*document) return out;
  const auto& json = **document;
  const auto has = [&](const char* name) { return json.contains(name); };
  if (!has("all_killed") || !json["all_killed"].is_boolean() || !has("killed") || !take(json["killed"], out.killed) ||
      !has("paused") || !take(json["paused"], out.paused) || !has("resumed") || !take(json["resumed"], out.resumed))
    return fail(FolderError::kDamaged,
                folder.controls().string() + " says nothing that is understood; delete it to let agents act");
  out.all_killed = json["all_killed"].get<bool>();
  return out;
}

Outcome<void, FolderError> change_controls(const DataFolder& folder, const std::function<void(Controls&)>& change) {
  const auto lock = infra::FileLock::wait_for(folder.controls_lock());
  if (!lock) return fail(FolderError::kUnusable, lock.error().message);
  auto controls = load_controls(folder);
  if (!controls) return std::unexpected(controls.error());
  change(*controls);
  return write(folder.controls(), {{"all_killed", controls->all_killed},
                                   {"killed", to_json(controls->killed)},
                                   {"paused", to_json(controls->paused)},
                                   {"resumed", to_json(controls->resumed)}});
}

Outcome<Quarantines, FolderError> load_quarantines(const DataFolder& folder) {
  const auto document = read(folder.quarantines());
  if (!document) return std::unexpected(document.error());
  Quarantines out;
  if (*document && !take(**document, out))
    return fail(FolderError::kDamaged, folder.quarantines().string() + " is no list of ours; delete it to lift all");
  return out;
}

Outcome<void, FolderError> save_quarantines(const DataFolder& folder, const Quarantines& quarantines) {
  return write(folder.quarantines(), to_json(quarantines));
}

}  // namespace zestron::node
