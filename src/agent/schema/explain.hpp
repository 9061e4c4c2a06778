// Says in one line what is wrong at a place of a document, by what the schema wants there. A validator's own messages name the
// rule that failed; people need what is expected.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace zestron::agent {

/// `path` leads from the root to the place that failed: member names and array indexes. Understands what our schema uses: $ref to
/// definitions, allOf with if/then on constants, properties, items, const, enum, type, bounds, pattern by its description.
std::string explain(const nlohmann::json& schema, const nlohmann::json& document, const std::vector<std::string>& path);

}  // namespace zestron::agent
