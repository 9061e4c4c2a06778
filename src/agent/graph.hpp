// The module graph as data: nodes with a kind, parameters and typed inputs, put in the order in which they are evaluated.
// Sits between the config document and the runtime.
#pragma once

#include "base/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <vector>

namespace zestron::agent {

struct Kind;  // agent/kind.hpp

/// A node as the document has it; the schema has passed, the wiring not yet.
struct NodeSource {
  std::string id;
  std::string kind;
  nlohmann::json params;
  std::map<std::string, std::string> inputs;  ///< port → id of the node it reads
};

/// A node of a graph that can run.
struct Node {
  std::string id;
  const Kind* kind = nullptr;
  nlohmann::json params;
  std::vector<std::size_t> inputs;  ///< per port of the kind, in its order: the node it reads, which comes earlier
};

/// Topological; nodes that do not depend on each other keep the document's order. The error names the node, and the port or the
/// cycle.
std::expected<std::vector<Node>, std::string> compile(const std::vector<NodeSource>& sources);

}  // namespace zestron::agent
