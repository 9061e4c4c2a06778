// The module graph as data: nodes with a kind, parameters and typed inputs, put in the order in which they are evaluated.
// Sits between the config document and the plan.
#pragma once

#include "agent/kind.hpp"
#include "base/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace zestron::agent {

/// An output of a node, by name: "node", when it has one output or its first one is meant, or "node.output".
struct Reference {
  std::string node;
  std::string output;
};
Reference parse_reference(std::string_view text);

/// A node as the document has it, sub-graphs inlined; the schema has passed, the wiring not yet.
struct NodeSource {
  std::string id;
  std::string kind;
  nlohmann::json params;
  std::map<std::string, Reference> inputs;  ///< by port
};

/// What a node's input reads: an output of an earlier node.
struct Edge {
  std::size_t node = 0, output = 0;
  bool operator==(const Edge&) const = default;
};

/// A node of a graph that can run.
struct Node {
  std::string id;
  const Kind* kind = nullptr;
  nlohmann::json params;
  Parameters parameters;                    ///< params, read
  std::vector<std::optional<Edge>> inputs;  ///< per port of the kind, in its order; nullopt: an optional port left open
};

/// Topological; nodes that do not depend on each other keep the document's order. The error names the node, and the port, the
/// parameter or the cycle.
std::expected<std::vector<Node>, std::string> compile(const std::vector<NodeSource>& sources);

}  // namespace zestron::agent
