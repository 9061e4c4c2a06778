#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = agent_in(parameters, node);
  if (!agent) return std::unexpected(agent.error());
  return shown::agent(*agent);
}

}  // namespace

Operation agents_get() {
  return {.name = "agents.get",
          .path = "/api/v1/agents/{agent}",
          .summary = "Shows one agent.",
          .parameters = schemas::object({{"agent", schemas::address()}}),
          .result = shown::agent_schema(),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
