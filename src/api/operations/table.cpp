#include "api/operations/table.hpp"

#include "codec/json/json_schema.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace zestron::api {
namespace {

struct Entry {
  Operation operation;
  codec::JsonSchema schema;                    // without patterns
  std::map<std::string, std::regex> patterns;  // of top members
};

// A pattern is matched after the length was checked, never by valijson: std::regex recurses as deep as the text is long.
Entry entry(Operation operation) {
  auto bare = operation.parameters;
  std::map<std::string, std::regex> patterns;
  for (auto& [name, schema] : bare["properties"].items()) {
    if (!schema.contains("pattern")) continue;
    patterns.emplace(name, schema["pattern"].get<std::string>());
    schema.erase("pattern");
  }
  auto compiled = codec::JsonSchema::compile(std::move(bare));
  return {std::move(operation), *std::move(compiled), std::move(patterns)};
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> kEntries = [] {
    std::vector<Entry> out;
    for (const auto& operation : operations()) out.push_back(entry(operation));
    return out;
  }();
  return kEntries;
}

std::optional<std::string> complaint(const Entry& entry, const nlohmann::json& parameters) {
  if (auto said = entry.schema.complaint(parameters)) return said;
  for (const auto& [name, pattern] : entry.patterns) {
    const auto found = parameters.find(name);
    if (found == parameters.end() || !found->is_string()) continue;
    const auto& text = found->get_ref<const std::string&>();
    if (text.size() > kPatternTextMax || !std::regex_match(text, pattern))
      return "$[" + name + "]: does not match " +
             entry.operation.parameters["properties"][name]["pattern"].get<std::string>();
  }
  return std::nullopt;
}

}  // namespace

std::span<const Operation> operations() {
  using namespace operation;  // NOLINT(google-build-using-namespace): this is the table of that namespace
  static const std::vector<Operation> kAll{
      node_get(),          node_kill(),        node_resume(),   agents_list(),      agents_get(),
      agents_config(),     agents_pause(),     agents_resume(), agents_kill(),      agents_upgrade(),
      wallets_list(),      wallets_get(),      intents_list(),  intents_get(),      approvals_list(),
      approvals_approve(), approvals_refuse(), runs_list(),     runs_get(),         runs_verify(),
      backtests_start(),   backtests_list(),   backtests_get(), backtests_cancel(), backtests_report(),
      models_list(),
  };
  return kAll;
}

const Operation* find_operation(std::string_view name) {
  const auto all = operations();
  const auto found = std::ranges::find(all, name, &Operation::name);
  return found == all.end() ? nullptr : &*found;
}

Answer perform(const Operation& operation, const nlohmann::json& parameters, NodeControl& node) {
  const auto& all = entries();
  const auto found = std::ranges::find(all, operation.name, [](const Entry& entry) { return entry.operation.name; });
  if (found == all.end()) return problem(ProblemKind::kNotFound, "there is no such operation");
  if (auto said = complaint(*found, parameters)) return problem(ProblemKind::kInvalid, *std::move(said));
  return operation.run(parameters, node);
}

}  // namespace zestron::api
