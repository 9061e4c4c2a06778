// One thing that the node does for whoever asks: its name, what it takes and gives, and the function that does it. From the table of all
// of them (operations()) follow the routes of REST, the OpenAPI document and the tools of MCP.
#pragma once

#include "api/node_control.hpp"
#include "api/problem.hpp"
#include "infra/net/message.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <vector>

namespace zestron::api {

inline constexpr std::size_t kPatternTextMax = 256;

enum class Acts : std::uint8_t {
  kReads = 0,
  kChanges = 1,  ///< state of the node; wants the node's token
  kSpends = 2,   ///< lets money move; the same, and a person asks for it
};

using Answer = std::expected<nlohmann::json, Problem>;

struct Operation {
  std::string_view name;  ///< "agents.list"
  net::Method method = net::Method::kGet;
  std::string_view path;     ///< "/api/v1/agents/{agent}"; what stands in braces is a parameter
  std::string_view summary;  ///< one sentence
  Acts acts = Acts::kReads;
  /// JSON Schemas (schemas.hpp): an object that says additionalProperties false, and the result. A text that has a `pattern` is at most
  /// kPatternTextMax long, and stands at the top.
  nlohmann::json parameters{};
  nlohmann::json result{};
  std::vector<ProblemKind> problems{};  ///< besides those that every operation may have
  unsigned status = 200;                ///< of its answer over HTTP
  /// Empty: JSON. Else the media type of the text in the result's one member, `text`.
  std::string_view media{};
  /// `parameters` fit their schema. Any thread but the loop's; may take seconds where the summary says so.
  Answer (*run)(const nlohmann::json& parameters, NodeControl& node) = nullptr;
};

/// All of them, in the order in which documents list them.
std::span<const Operation> operations();
/// nullptr: there is none.
const Operation* find_operation(std::string_view name);

/// Holds the parameters to their schema and runs the operation. The one way in, for REST and for MCP.
Answer perform(const Operation& operation, const nlohmann::json& parameters, NodeControl& node);

}  // namespace zestron::api
