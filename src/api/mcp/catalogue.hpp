// Tools, resources and prompts of the Model Context Protocol, made from the table of operations: each operation is a tool, each that only
// reads is a resource too, so that nothing is described twice.
#pragma once

#include "api/mcp/message.hpp"
#include "api/operation.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace zestron::api::mcp {

/// "agents_list" for the operation agents.list: many clients take no dots.
std::string tool_name(const Operation& operation);
const Operation* find_tool(std::string_view name);

/// An operation that lets money move is not done by a tool: it waits for a person, and the tool's result says under which name.
nlohmann::json tool_of(const Operation& operation);

/// What an URI asks for: zestron://agents/{agent} is GET /api/v1/agents/{agent}, with texts of its query where it takes some.
struct ResourceCall {
  const Operation* operation = nullptr;
  nlohmann::json parameters = nlohmann::json::object();
};
std::optional<ResourceCall> find_resource(std::string_view uri);

/// Those that need no name, and those of the agents that the node runs.
nlohmann::json resources_of(NodeControl& node);
nlohmann::json resource_templates();

nlohmann::json prompts();
/// nullopt: there is none of that name.
std::optional<nlohmann::json> prompt(std::string_view name, const nlohmann::json& arguments);

}  // namespace zestron::api::mcp
