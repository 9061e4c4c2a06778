#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"
#include "codec/cid.hpp"
#include "codec/hex.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = agent_in(parameters, node);
  if (!agent) return std::unexpected(agent.error());
  const auto text = node.config(agent->config);
  if (!text) return std::unexpected(text.error());
  return nlohmann::json{{"agent", parameters["agent"]},
                        {"hash", codec::hex_encode(agent->config.view())},
                        {"uri", "ipfs://" + codec::cid_of(agent->config)},
                        {"config", nlohmann::json::parse(*text)}};
}

}  // namespace

Operation agents_config() {
  return {.name = "agents.config",
          .path = "/api/v1/agents/{agent}/config",
          .summary = "Gives the document that the agent runs.",
          .parameters = schemas::object({{"agent", schemas::address()}}),
          .result = schemas::object({{"agent", schemas::address()},
                                     {"hash", schemas::hash()},
                                     {"uri", schemas::text(256)},
                                     {"config", schemas::described({{"type", "object"}}, "schema/agent.schema.json")}}),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
