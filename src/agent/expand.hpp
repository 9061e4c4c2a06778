// Inlines the sub-graphs of a document: each instance becomes its nodes, `instance/node`, wired as if they had been written out.
// Sits between the document and graph.hpp.
#pragma once

#include "agent/graph.hpp"

#include <expected>
#include <string>
#include <vector>

namespace zestron::agent {

/// `document` has passed the schema. The error names the instance and the port, or the circle of graphs that contain each other.
std::expected<std::vector<NodeSource>, std::string> expand(const nlohmann::json& document);

}  // namespace zestron::agent
