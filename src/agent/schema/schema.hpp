// schema/agent.schema.json at work: what it refuses, and a message that says where and what is expected there.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace zestron::agent {

/// schema/agent.schema.json, as built in.
std::string_view schema_text();

/// nullopt when `document` matches; else one line, `$.modules[1].params.period: 0; expected an integer from 1 to 10000`.
std::optional<std::string> schema_complaint(const nlohmann::json& document);

}  // namespace zestron::agent
