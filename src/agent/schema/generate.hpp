// The JSON Schema of an agent's document, and the page about its modules, both made from the kinds: what a kind says of itself
// stands once. The committed schema/agent.schema.json and docs/modules.md are held to these by a test.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace zestron::agent {

inline constexpr int kSchemaVersion = 2;

nlohmann::ordered_json make_schema();
/// Markdown.
std::string make_modules_page();

}  // namespace zestron::agent
