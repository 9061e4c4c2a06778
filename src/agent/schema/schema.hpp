// The schemas of an agent's document at work: what they refuse, and a message that says where and what is expected there.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace zestron::agent {

/// The newest schema, as the kinds make it.
std::string_view schema_text();
/// Version 1, schema/agent.v1.schema.json, as built in. It does not change any more.
std::string_view schema_text_1();

/// nullopt when `document` matches; else one line, `$.modules[1].params.period: 0; expected an integer from 1 to 10000`.
/// `schema` is one of the above.
std::optional<std::string> schema_complaint(std::string_view schema, const nlohmann::json& document);

}  // namespace zestron::agent
