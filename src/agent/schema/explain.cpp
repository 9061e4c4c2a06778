#include "agent/schema/explain.hpp"

#include "codec/bounded_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace zestron::agent {
namespace {

using nlohmann::json;

constexpr std::size_t kShownMax = 40;

const json& resolve(const json& root, const json& schema) {
  const json* at = &schema;
  while (at->contains("$ref")) at = &root.at(json::json_pointer((*at)["$ref"].get<std::string>().substr(1)));
  return *at;
}

bool condition_holds(const json& condition, const json& value) {
  return std::ranges::all_of(condition.at("properties").items(), [&](const auto& item) {
    return value.is_object() && value.contains(item.key()) && value[item.key()] == item.value().at("const");
  });
}

// Every schema that speaks about `value`.
void gather(const json& root, const json& schema, const json& value, std::vector<const json*>& out) {
  const json& here = resolve(root, schema);
  out.push_back(&here);
  if (!here.contains("allOf")) return;
  for (const auto& part : here["allOf"]) {
    if (!part.contains("if")) {
      gather(root, part, value, out);
    } else if (condition_holds(part["if"], value)) {
      gather(root, part["then"], value, out);
    }
  }
}

using Schemas = std::vector<const json*>;

Schemas at_member(const json& root, const Schemas& schemas, const std::string& name, const json& member) {
  Schemas out;
  for (const auto* schema : schemas) {
    if (schema->contains("properties") && (*schema)["properties"].contains(name)) {
      gather(root, (*schema)["properties"][name], member, out);
    } else if (schema->contains("additionalProperties") && (*schema)["additionalProperties"].is_object()) {
      gather(root, (*schema)["additionalProperties"], member, out);
    }
  }
  return out;
}

Schemas at_element(const json& root, const Schemas& schemas, const json& element) {
  Schemas out;
  for (const auto* schema : schemas) {
    if (schema->contains("items")) gather(root, (*schema)["items"], element, out);
  }
  return out;
}

const json* find(const Schemas& schemas, std::string_view key) {
  for (const auto* schema : schemas) {
    if (schema->contains(key)) return &(*schema)[std::string(key)];
  }
  return nullptr;
}

std::string range(const json* minimum, const json* maximum, std::string_view unit) {
  if (minimum != nullptr && maximum != nullptr)
    return fmt::format("{} to {}{}", minimum->dump(), maximum->dump(), unit);
  if (maximum != nullptr) return fmt::format("at most {}{}", maximum->dump(), unit);
  return minimum != nullptr ? fmt::format("at least {}{}", minimum->dump(), unit) : "";
}

std::string with_range(std::string_view noun, std::string_view link, const std::string& range) {
  return range.empty() ? std::string(noun) : fmt::format("{}{}{}", noun, link, range);
}

std::string first_lower(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  while (text.ends_with('.')) text.pop_back();
  return text;
}

std::string expected_value(const Schemas& schemas) {
  if (const auto* constant = find(schemas, "const")) return constant->dump();
  if (const auto* choices = find(schemas, "enum")) {
    std::vector<std::string> names;
    for (const auto& choice : *choices) names.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
    return fmt::format("one of {}", fmt::join(names, ", "));
  }
  const auto* type = find(schemas, "type");
  const std::string name = type != nullptr && type->is_string() ? type->get<std::string>() : "";
  if (name == "integer")
    return with_range("an integer", " from ", range(find(schemas, "minimum"), find(schemas, "maximum"), ""));
  if (name == "number")
    return with_range("a number", " from ", range(find(schemas, "minimum"), find(schemas, "maximum"), ""));
  if (name == "array")
    return with_range("a list", " of ", range(find(schemas, "minItems"), find(schemas, "maxItems"), " elements"));
  if (name == "string") {
    const auto* description = find(schemas, "description");
    if (find(schemas, "pattern") != nullptr && description != nullptr)
      return first_lower(description->get<std::string>());
    return with_range("text", " of ", range(find(schemas, "minLength"), find(schemas, "maxLength"), " characters"));
  }
  if (name == "object") return "an object";
  return name.empty() ? "nothing here" : name;
}

std::vector<std::string> member_names(const Schemas& schemas) {
  std::vector<std::string> names;
  for (const auto* schema : schemas) {
    if (!schema->contains("properties")) continue;
    for (const auto& item : (*schema)["properties"].items()) {
      if (std::ranges::find(names, item.key()) == names.end()) names.push_back(item.key());
    }
  }
  return names;
}

std::string shown(const std::string& text) { return codec::bounded_text(text, kShownMax); }

// What is wrong with the object itself: a member that is unknown or missing. Empty when neither is.
std::string wrong_members(const json& root, const Schemas& schemas, const json& object) {
  const auto names = member_names(schemas);
  const auto* closed = find(schemas, "additionalProperties");
  if (closed != nullptr && *closed == false) {
    for (const auto& item : object.items()) {
      if (std::ranges::find(names, item.key()) != names.end()) continue;
      const auto allowed = names.empty() ? std::string("no member") : fmt::format("{}", fmt::join(names, ", "));
      return fmt::format("'{}' is unknown; expected {}", shown(item.key()), allowed);
    }
  }
  for (const auto* schema : schemas) {
    if (!schema->contains("required")) continue;
    for (const auto& name : (*schema)["required"]) {
      const auto text = name.get<std::string>();
      if (object.contains(text)) continue;
      return fmt::format("'{}' is missing; expected {}", text, expected_value(at_member(root, schemas, text, json())));
    }
  }
  return {};
}

}  // namespace

std::string explain(const json& schema, const json& document, const std::vector<std::string>& path) {
  Schemas schemas;
  gather(schema, schema, document, schemas);
  const json* value = &document;
  std::string where = "$";
  for (const auto& step : path) {
    if (value->is_array()) {
      std::size_t index = 0;
      std::from_chars(step.data(), step.data() + step.size(), index);
      if (index >= value->size()) break;
      value = &(*value)[index];
      schemas = at_element(schema, schemas, *value);
      where += "[" + step + "]";
    } else if (value->is_object() && value->contains(step)) {
      value = &(*value)[step];
      schemas = at_member(schema, schemas, step, *value);
      where += "." + step;
    } else {
      break;
    }
  }
  if (value->is_object()) {
    if (const auto wrong = wrong_members(schema, schemas, *value); !wrong.empty()) return where + ": " + wrong;
  }
  return fmt::format("{}: {}; expected {}", where, shown(value->dump()), expected_value(schemas));
}

}  // namespace zestron::agent
