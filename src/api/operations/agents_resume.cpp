#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = agent_in(parameters, node);
  if (!agent) return std::unexpected(agent.error());
  if (auto done = node.turn(agent->address, NodeControl::Turn::kResume); !done) return std::unexpected(done.error());
  return nlohmann::json{{"agent", parameters["agent"]}, {"state", "resumed"}};
}

}  // namespace

Operation agents_resume() {
  return {.name = "agents.resume",
          .method = net::Method::kPost,
          .path = "/api/v1/agents/{agent}/resume",
          .summary = "Lifts pause, kill and quarantine of the agent.",
          .acts = Acts::kSpends,
          .parameters = schemas::object({{"agent", schemas::address()}}),
          .result = schemas::object({{"agent", schemas::address()}, {"state", schemas::one_of({"resumed"})}}),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
