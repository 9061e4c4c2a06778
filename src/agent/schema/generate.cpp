#include "agent/schema/generate.hpp"

#include "agent/kind.hpp"
#include "agent/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::agent {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* kId = "^[a-z][a-z0-9_]{0,31}$";
constexpr const char* kReference = "^[a-z][a-z0-9_]{0,31}(\\.[a-z][a-z0-9_]{0,31})?$";

json ref(std::string_view definition) { return {{"$ref", fmt::format("#/definitions/{}", definition)}}; }

json integer(std::uint64_t min, std::uint64_t max, std::string_view what) {
  return {{"type", "integer"}, {"minimum", min}, {"maximum", max}, {"description", what}};
}

json object(json properties, std::vector<std::string> required) {
  json out{{"type", "object"}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  out["properties"] = std::move(properties);
  return out;
}

json described(json schema, std::string_view what) {
  schema["description"] = what;
  return schema;
}

json list(json items, std::size_t max, std::string_view what) {
  return {{"type", "array"}, {"maxItems", max}, {"items", std::move(items)}, {"description", what}};
}

json text(std::size_t min, std::size_t max) {
  json out{{"type", "string"}};
  if (min != 0) out["minLength"] = min;
  out["maxLength"] = max;
  return out;
}

json market() {
  return object({{"symbol", described(text(1, 32), "For people, as SOL/USD.")},
                 {"quote", described(text(1, 16), "The currency that money is counted in, for people.")},
                 {"feed",
                  {{"type", "string"},
                   {"pattern", "^[0-9a-f]{64}$"},
                   {"description", "64 lowercase hexadecimal digits: a Pyth price feed id."}}}},
                {"symbol", "quote", "feed"});
}

json limits() {
  const auto oracle =
      object({{"age_ms_max", integer(1, 86'400'000, "A decision on an older price is refused.")},
              {"confidence_bps_max",
               integer(0, 10'000, "Widest confidence interval, in hundredths of a percent of the price.")}},
             {"age_ms_max", "confidence_bps_max"});
  const auto claims = object(
      {{"micros_max",
        integer(0, kIntegerMax, "Largest gain, and largest loss, of one claim, in micro-units of the quote currency.")},
       {"per_day_max", integer(0, 1'000'000, "In any 24 hours.")}},
      {"micros_max", "per_day_max"});
  const auto spending =
      object({{"mint", ref("key")},
              {"per_action_max", integer(0, kIntegerMax, "Base units that one action spends at the most.")},
              {"per_day_max", integer(0, kIntegerMax, "Base units in any 24 hours.")},
              {"approval_above",
               integer(0, kIntegerMax, "An action that spends more waits for a person. Absent: none does.")}},
             {"mint", "per_action_max", "per_day_max"});
  return object(
      {{"oracle", oracle},
       {"claims", described(claims, "Absent: no claims.")},
       {"spending", list(spending, 8, "What may be spent, per mint. A mint that is not listed is not spent.")},
       {"counterparties", list(ref("key"), 64, "Pools, proposals and destinations that actions may name. No others.")},
       {"actions_per_day_max", integer(0, 1'000'000, "Actions other than claims, in any 24 hours. Absent: none.")},
       {"slippage_bps_max",
        integer(0, 10'000,
                "How far what an action at a pool accepts or pays may be worse than what it expects. Absent: 0.")},
       {"refusals_max",
        integer(1, 1'000'000, "After so many refusals without an approval between, the agent is quarantined.")}},
      {"oracle"});
}

json budget() {
  return described(
      object({{"state_bytes_max", integer(1, kBudgetMax.state_bytes_max, "Memory of one agent. Absent: 262144.")},
              {"fuel_per_tick_max",
               integer(1, kBudgetMax.fuel_per_tick_max,
                       "Work of one tick; 1 is about an addition. Absent: 100000. What would cost more is left out.")}},
             {}),
      "What one agent may take.");
}

json thresholds() {
  return described(object({{"net_loss_micros_max", integer(0, kIntegerMax, "Micro-units of the quote currency.")},
                           {"executions_max", integer(0, kIntegerMax, "Actions ever.")}},
                          {}),
                   "Limits on measured figures after which anyone may suspend the agent on chain. 0: no limit.");
}

json modules(std::string_view what) {
  return {{"type", "array"}, {"minItems", 1}, {"maxItems", kNodesMax}, {"items", ref("module")}, {"description", what}};
}

json graphs() {
  json types = json::array();
  for (std::size_t i = 0; i < kPortTypes; ++i) types.push_back(to_string(static_cast<PortType>(i)));
  const json inputs{{"type", "object"},
                    {"maxProperties", 16},
                    {"propertyNames", {{"pattern", kId}}},
                    {"additionalProperties", {{"enum", types}}},
                    {"description", "Ports and their types; modules inside read them by name."}};
  const json outputs{{"type", "object"},
                     {"minProperties", 1},
                     {"maxProperties", 16},
                     {"propertyNames", {{"pattern", kId}}},
                     {"additionalProperties", ref("reference")},
                     {"description", "Ports, and which module inside each one shows."}};
  const auto graph =
      object({{"inputs", inputs}, {"outputs", outputs}, {"modules", modules("As outside.")}}, {"outputs", "modules"});
  return {{"type", "object"},
          {"maxProperties", 32},
          {"propertyNames", {{"pattern", kId}}},
          {"additionalProperties", graph},
          {"description", "Sub-graphs, by name; a module of kind graph is an instance of one."}};
}

json condition(std::string_view kind) {
  return {{"if", {{"required", {"kind"}}, {"properties", {{"kind", {{"const", kind}}}}}}}, {"then", ref(kind)}};
}

json instance() {
  const json inputs{{"type", "object"}, {"maxProperties", 16}, {"additionalProperties", ref("reference")}};
  return described(object({{"id", ref("id")}, {"kind", {{"const", "graph"}}}, {"graph", ref("id")}, {"inputs", inputs}},
                          {"id", "kind", "graph"}),
                   "An instance of a sub-graph. Outputs: those of the graph.");
}

json definition(const Kind& kind) {
  json params = json::object();
  std::vector<std::string> params_required;
  for (const auto& parameter : kind.parameters) {
    params[std::string(parameter.name)] = json(parameter.schema);
    if (parameter.required) params_required.emplace_back(parameter.name);
  }
  json inputs = json::object();
  std::vector<std::string> inputs_required;
  for (const auto& port : kind.inputs) {
    inputs[std::string(port.name)] = ref("reference");
    if (port.required) inputs_required.emplace_back(port.name);
  }
  std::vector<std::string> required{"id", "kind"};
  if (!params_required.empty()) required.emplace_back("params");
  if (!inputs_required.empty()) required.emplace_back("inputs");
  return described(object({{"id", ref("id")},
                           {"kind", {{"const", kind.name}}},
                           {"params", object(std::move(params), std::move(params_required))},
                           {"inputs", object(std::move(inputs), std::move(inputs_required))}},
                          std::move(required)),
                   kind.summary);
}

std::string range_of(const nlohmann::json& schema) {
  if (schema.contains("enum")) {
    std::string out;
    for (const auto& choice : schema["enum"]) out += (out.empty() ? "" : ", ") + choice.get<std::string>();
    return out;
  }
  const auto type = schema.at("type").get<std::string>();
  if (schema.contains("minimum"))
    return fmt::format("{}, {} to {}", type, schema["minimum"].dump(), schema["maximum"].dump());
  if (schema.contains("maxLength")) return fmt::format("text, up to {} characters", schema["maxLength"].dump());
  return type == "string" ? "text" : type;
}

std::string ports(std::span<const Port> ports, bool inputs) {
  if (ports.empty()) return "none";
  std::string out;
  for (const auto& port : ports) {
    if (!out.empty()) out += ", ";
    out += fmt::format("`{}` ({}{})", port.name, to_string(port.type),
                       inputs && !port.required ? ", may be left open" : "");
  }
  return out;
}

}  // namespace

json make_schema() {
  json names = json::array();
  json conditions = json::array();
  for (const auto* kind : kinds()) {
    names.push_back(kind->name);
    conditions.push_back(condition(kind->name));
  }
  names.push_back("graph");
  conditions.push_back(condition("graph"));
  json definitions{
      {"id",
       {{"type", "string"},
        {"pattern", kId},
        {"description", "Up to 32 lowercase letters, digits and underscores, a letter first."}}},
      {"reference",
       {{"type", "string"},
        {"pattern", kReference},
        {"description", "The id of a module, or `id.output` when another than its first output is meant."}}},
      {"key",
       {{"type", "string"}, {"pattern", "^[1-9A-HJ-NP-Za-km-z]{32,44}$"}, {"description", "An address in base58."}}},
      {"module",
       {{"type", "object"},
        {"required", {"id", "kind"}},
        {"properties", {{"id", ref("id")}, {"kind", {{"enum", names}}}}},
        {"allOf", conditions}}}};
  for (const auto* kind : kinds()) definitions[std::string(kind->name)] = definition(*kind);
  definitions["graph"] = instance();

  json out{
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"title", "ZestronOS agent"},
      {"description",
       "The config document of an agent: which market it watches, its modules and how they are wired, and the limits "
       "it is held to. Its sha256, in RFC 8785 form, is the config hash on chain."}};
  auto document = object({{"schema_version", {{"const", kSchemaVersion}, {"description", "Version of this format."}}},
                          {"name", text(1, 64)},
                          {"description", text(0, 2'000)},
                          {"market", market()},
                          {"graphs", graphs()},
                          {"modules", modules("The graph, in any order.")},
                          {"limits", limits()},
                          {"thresholds", thresholds()},
                          {"budget", budget()}},
                         {"schema_version", "name", "market", "modules", "limits"});
  out.update(document);
  out["definitions"] = std::move(definitions);
  return out;
}

std::string make_modules_page() {
  std::string out =
      "# Modules\n\n"
      "What an agent's graph is made of. Made from the kinds themselves (`src/agent/modules`); the same table is the "
      "schema that "
      "documents are held to, [schema/agent.schema.json](../schema/agent.schema.json).\n\n"
      "A module is stepped when something it reads had something new, or for the event it waits for. Outputs keep "
      "their value in "
      "between. *Fuel* is the work of one step, in additions.\n";
  std::string_view group;
  for (const auto* kind : kinds()) {
    if (kind->group != group) {
      group = kind->group;
      std::string title(group);
      title[0] = static_cast<char>(title[0] - 'a' + 'A');
      out += fmt::format("\n## {}\n", title);
    }
    out += fmt::format("\n### {}\n\n{}\n\n- Inputs: {}.\n- Outputs: {}.\n", kind->name, kind->summary,
                       ports(kind->inputs, true), ports(kind->outputs, false));
    if (!kind->service.empty()) out += fmt::format("- Needs: a {} that the node is configured with.\n", kind->service);
    if (kind->count_max == 1) out += "- One in a graph.\n";
    if (kind->parameters.empty()) continue;
    out += "\n| parameter | | |\n|---|---|---|\n";
    for (const auto& parameter : kind->parameters) {
      out += fmt::format("| `{}`{} | {} | {} |\n", parameter.name, parameter.required ? "" : " (may be left out)",
                         range_of(parameter.schema), parameter.schema.at("description").get<std::string>());
    }
  }
  return out;
}

}  // namespace zestron::agent
