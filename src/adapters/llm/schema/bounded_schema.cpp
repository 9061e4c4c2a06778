#include "adapters/llm/schema/bounded_schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace zestron::llm {
namespace {

using nlohmann::json;

constexpr std::size_t kDepthMax = 8;
constexpr std::size_t kMembersMax = 64;
constexpr std::size_t kChoicesMax = 256;
constexpr std::uint64_t kTextMax = 16'384;
constexpr std::uint64_t kElementsMax = 1'024;
constexpr double kNumberMax = 9007199254740992.0;  // 2^53: beyond it doubles and integers part

constexpr std::array<std::string_view, 15> kKnown{"type",      "properties", "required",   "additionalProperties",
                                                  "items",     "minItems",   "maxItems",   "minLength",
                                                  "maxLength", "minimum",    "maximum",    "enum",
                                                  "const",     "title",      "description"};

using Complaint = std::optional<std::string>;

Complaint at(const std::string& where, std::string_view what) { return where + ": " + std::string(what); }

bool count_up_to(const json& schema, const char* name, std::uint64_t max) {
  return schema.contains(name) && schema[name].is_number_unsigned() && schema[name].get<std::uint64_t>() <= max;
}

bool finite_bound(const json& schema, const char* name) {
  return schema.contains(name) && schema[name].is_number() && std::fabs(schema[name].get<double>()) <= kNumberMax;
}

bool scalar(const json& value) { return !value.is_structured(); }

Complaint check(const json& schema, const std::string& where, std::size_t depth);

Complaint check_object(const json& schema, const std::string& where, std::size_t depth) {
  if (!schema.contains("additionalProperties") || schema["additionalProperties"] != false)
    return at(where, "an object needs additionalProperties: false");
  if (!schema.contains("properties") || !schema["properties"].is_object() || schema["properties"].size() > kMembersMax)
    return at(where, "an object lists its properties, at most 64");
  if (schema.contains("required") && !schema["required"].is_array()) return at(where, "required is a list");
  for (const auto& item : schema["properties"].items()) {
    if (auto complaint = check(item.value(), where + "." + item.key(), depth + 1)) return complaint;
  }
  return std::nullopt;
}

Complaint check_choice(const json& schema, const std::string& where) {
  if (schema.contains("const")) return scalar(schema["const"]) ? std::nullopt : at(where, "const is a scalar");
  const auto& choices = schema["enum"];
  if (!choices.is_array() || choices.empty() || choices.size() > kChoicesMax || !std::ranges::all_of(choices, scalar))
    return at(where, "enum is a list of 1 to 256 scalars");
  return std::nullopt;
}

Complaint check(const json& schema, const std::string& where, std::size_t depth) {
  if (depth > kDepthMax) return at(where, "nested deeper than 8 levels");
  if (!schema.is_object()) return at(where, "a schema is an object");
  for (const auto& item : schema.items()) {
    if (std::ranges::find(kKnown, item.key()) == kKnown.end())
      return at(where, "'" + item.key() + "' is not allowed here");
  }
  if (schema.contains("const") || schema.contains("enum")) return check_choice(schema, where);
  const auto type = schema.contains("type") && schema["type"].is_string() ? schema["type"].get<std::string>() : "";
  if (type == "object") return check_object(schema, where, depth);
  if (type == "boolean" || type == "null") return std::nullopt;
  if (type == "string")
    return count_up_to(schema, "maxLength", kTextMax) ? std::nullopt : at(where, "text needs a maxLength up to 16384");
  if (type == "number" || type == "integer") {
    const bool closed = finite_bound(schema, "minimum") && finite_bound(schema, "maximum");
    return closed ? std::nullopt : at(where, "a number needs minimum and maximum within 2^53");
  }
  if (type == "array") {
    if (!count_up_to(schema, "maxItems", kElementsMax)) return at(where, "a list needs a maxItems up to 1024");
    if (!schema.contains("items")) return at(where, "a list needs items");
    return check(schema["items"], where + "[]", depth + 1);
  }
  return at(where, "type is object, array, string, number, integer, boolean or null");
}

}  // namespace

std::optional<std::string> open_place(const json& schema) { return check(schema, "$", 0); }

}  // namespace zestron::llm
