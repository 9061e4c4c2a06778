#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = agent_in(parameters, node);
  if (!agent) return std::unexpected(agent.error());
  if (auto done = node.turn(agent->address, NodeControl::Turn::kKill); !done) return std::unexpected(done.error());
  return nlohmann::json{{"agent", parameters["agent"]}, {"state", "killed"}};
}

}  // namespace

Operation agents_kill() {
  return {.name = "agents.kill",
          .method = net::Method::kPost,
          .path = "/api/v1/agents/{agent}/kill",
          .summary = "Refuses whatever the agent wants, from the next slot on and over restarts.",
          .acts = Acts::kChanges,
          .parameters = schemas::object({{"agent", schemas::address()}}),
          .result = schemas::object({{"agent", schemas::address()}, {"state", schemas::one_of({"killed"})}}),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
