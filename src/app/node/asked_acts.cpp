#include "app/node/asked_acts.hpp"

#include "api/operation.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

namespace zestron::node {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kPrefix = "asked-";
constexpr std::size_t kWaitingMax = 64;
constexpr std::chrono::hours kLifetime{24};
constexpr std::chrono::milliseconds kLookEvery{250};
constexpr std::size_t kSummaryBytesMax = 2'000;

fs::path acts_path(const DataFolder& folder) { return folder.approvals() / "asked"; }
fs::path act_path(const DataFolder& folder, std::string_view id) {
  return acts_path(folder) / (std::string(id) + ".json");
}
fs::path word_path(const DataFolder& folder, std::string_view id) {
  return acts_path(folder) / (std::string(id) + ".word");
}

UnixMillis now() {
  return UnixMillis(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
}

std::optional<std::uint64_t> number_of(std::string_view id) {
  if (!id.starts_with(kPrefix)) return std::nullopt;
  id.remove_prefix(kPrefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc() && !id.empty() && end == id.data() + id.size() ? std::optional(number) : std::nullopt;
}

std::optional<AskedAct> read_act(const fs::path& path) {
  const auto text = infra::read_file(path);
  const auto document = text ? json::parse(as_text(*text), nullptr, false) : json();
  if (!document.is_object() || !document.contains("parameters")) return std::nullopt;
  AskedAct act{.id = path.stem().string(),
               .operation = document.value("operation", ""),
               .parameters = document["parameters"],
               .expires = UnixMillis(document.value("expires_ms", std::int64_t{0}))};
  return number_of(act.id) ? std::optional(std::move(act)) : std::nullopt;
}

std::vector<AskedAct> all_acts(const DataFolder& folder) {
  std::vector<AskedAct> out;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(acts_path(folder), ec)) {
    if (entry.path().extension() != ".json") continue;
    if (auto act = read_act(entry.path())) out.push_back(*std::move(act));
  }
  std::ranges::sort(out, {}, [](const AskedAct& act) { return *number_of(act.id); });
  return out;
}

void forget(const DataFolder& folder, const std::string& id) {
  std::error_code ignored;
  fs::remove(act_path(folder, id), ignored);
  fs::remove(word_path(folder, id), ignored);
}

}  // namespace

std::string summary_of(const AskedAct& act) {
  auto text = act.operation + " " + act.parameters.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > kSummaryBytesMax) text = text.substr(0, kSummaryBytesMax) + "…";
  return text;
}

bool is_asked(std::string_view id) { return number_of(id).has_value(); }

Outcome<std::vector<AskedAct>, FolderError> load_asked(const DataFolder& folder) {
  auto acts = all_acts(folder);
  std::erase_if(acts, [at = now()](const AskedAct& act) { return act.expires <= at; });
  return acts;
}

Outcome<void, FolderError> decide_asked(const DataFolder& folder, std::string_view id, bool approved) {
  if (!is_asked(id) || !read_act(act_path(folder, id)))
    return fail(FolderError::kUnusable,
                fmt::format("nothing waits as '{}'; `zestron approvals list` shows what does", id));
  const std::string_view word = approved ? "approved" : "refused";
  if (auto kept = infra::write_file_atomically(word_path(folder, id), as_bytes(word), 0600); !kept)
    return fail(FolderError::kUnusable, kept.error().message);
  return {};
}

AskedActs::AskedActs(const DataFolder& folder, api::NodeControl& node, Narrator& narrator)
    : folder_(folder), node_(node), narrator_(narrator), thread_([this] { run(); }) {}

AskedActs::~AskedActs() { stop(); }

void AskedActs::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::expected<std::string, api::Problem> AskedActs::ask(const api::Operation& operation, const json& parameters) {
  if (operation.name == "approvals.approve") return waiting_already(parameters);
  auto checked = parameters;
  if (operation.parameters["properties"].contains("dryRun")) {
    checked["dryRun"] = true;
    if (auto fits = api::perform(operation, checked, node_); !fits) return std::unexpected(std::move(fits.error()));
  }
  const std::lock_guard lock(mutex_);
  const auto waiting = all_acts(folder_);
  for (const auto& act : waiting) {
    if (act.operation == operation.name && act.parameters == parameters && act.expires > now()) return act.id;
  }
  if (waiting.size() >= kWaitingMax)
    return api::problem(api::ProblemKind::kBusy, "too much waits for a person; `zestron approvals list` shows it");
  // A name that a person was told must never come to mean something else.
  const auto earliest = waiting.empty() ? 0 : *number_of(waiting.back().id) + 1;
  const auto number = std::max(static_cast<std::uint64_t>(now().value()), earliest);
  const auto id = fmt::format("{}{}", kPrefix, number);
  const auto expires = now().value() + std::chrono::milliseconds(kLifetime).count();
  const json document{{"operation", operation.name}, {"parameters", parameters}, {"expires_ms", expires}};
  const auto text = document.dump(2, ' ', false, json::error_handler_t::replace);
  auto kept = infra::make_directory(acts_path(folder_));
  if (kept) kept = infra::write_file_atomically(act_path(folder_, id), as_bytes(text), 0600);
  if (!kept) return api::problem(api::ProblemKind::kFailed, kept.error().message);
  narrator_.notice(fmt::format("{} waits for a person: {}", id, operation.name));
  return id;
}

// What waits for a person does so under its own name.
std::expected<std::string, api::Problem> AskedActs::waiting_already(const json& parameters) {
  const auto id = parameters.contains("id") && parameters["id"].is_string() ? parameters["id"].get<std::string>() : "";
  const auto waiting = node_.approvals();
  if (!waiting) return std::unexpected(waiting.error());
  if (std::ranges::find(*waiting, id, &api::ApprovalView::id) == waiting->end())
    return api::problem(api::ProblemKind::kNotFound, "nothing waits under that name; approvals_list shows what does");
  return id;
}

void AskedActs::carry_out_decided() {
  for (const auto& act : all_acts(folder_)) {
    const auto word = infra::read_file(word_path(folder_, act.id));
    const bool expired = act.expires <= now();
    if (!word && !expired) continue;
    // Gone before it is done: a crash in between leaves it undone, and nothing is done twice.
    forget(folder_, act.id);
    if (expired || as_text(*word) != "approved") {
      narrator_.notice(fmt::format("{} was {}", act.id, expired ? "not decided in time" : "refused"));
      continue;
    }
    const auto* operation = api::find_operation(act.operation);
    const auto done = operation != nullptr
                          ? api::perform(*operation, act.parameters, node_)
                          : api::Answer(api::problem(api::ProblemKind::kNotFound, "there is no such operation"));
    narrator_.notice(done ? fmt::format("{} was approved and done", act.id)
                          : fmt::format("{} was approved, and could not be done: {}", act.id, done.error().detail));
  }
}

void AskedActs::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, kLookEvery, [this] { return stopping_; });
    if (stopping_) return;
    lock.unlock();
    carry_out_decided();
    lock.lock();
  }
}

}  // namespace zestron::node
