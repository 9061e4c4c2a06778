// Words that the schemas of operations are written in. Every text and list is bounded; numbers of 64 bits are decimal text, since readers
// of JSON lose digits beyond 2^53.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace zestron::api::schemas {

using nlohmann::json;

inline json text(std::size_t max) { return {{"type", "string"}, {"maxLength", max}}; }
inline json pattern(std::string_view regex, std::size_t max) {
  return {{"type", "string"}, {"pattern", regex}, {"maxLength", max}};
}
inline json address() { return pattern("^[1-9A-HJ-NP-Za-km-z]{32,44}$", 44); }
inline json signature() { return pattern("^[1-9A-HJ-NP-Za-km-z]{64,88}$", 88); }
inline json hash() { return pattern("^[0-9a-f]{64}$", 64); }
/// Of 64 bits, signed or not, as text.
inline json amount() { return pattern("^-?[0-9]{1,20}$", 21); }
/// The greatest whole number that is no other one's neighbour as a double, which is how many clients and validators read numbers.
inline constexpr std::int64_t kWholeMax = (std::int64_t{1} << 53) - 1;
inline json integer(std::int64_t min, std::int64_t max) {
  return {{"type", "integer"}, {"minimum", min}, {"maximum", max}};
}
inline json count() { return integer(0, kWholeMax); }
inline json boolean() { return {{"type", "boolean"}}; }
inline json one_of(std::initializer_list<std::string_view> words) {
  return {{"type", "string"}, {"enum", std::vector<std::string>(words.begin(), words.end())}};
}
inline json nullable(json schema) {
  schema["type"] = json::array({schema["type"], "null"});
  return schema;
}
inline json list(json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

using Members = std::initializer_list<std::pair<const char*, json>>;

/// `optional` members may be left out, the others not; there are no more.
inline json object(Members members, Members optional = {}) {
  json out{{"type", "object"}, {"additionalProperties", false}, {"properties", json::object()}};
  for (const auto& [name, schema] : members) {
    out["properties"][name] = schema;
    out["required"].push_back(name);
  }
  for (const auto& [name, schema] : optional) out["properties"][name] = schema;
  return out;
}

inline json described(json schema, std::string_view words) {
  schema["description"] = words;
  return schema;
}
inline json with_default(json schema, json value) {
  schema["default"] = std::move(value);
  return schema;
}

}  // namespace zestron::api::schemas
