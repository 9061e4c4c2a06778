#include "agent/config.hpp"
#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"
#include "codec/cid.hpp"
#include "codec/hex.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = agent_in(parameters, node);
  if (!agent) return std::unexpected(agent.error());
  const auto config =
      agent::Config::parse(parameters["config"].dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (!config) return problem(ProblemKind::kInvalid, "config: " + config.error().message);
  const bool dry = parameters.value("dryRun", false);
  if (!dry) {
    if (auto taken = node.adopt(agent->address, config->canonical()); !taken) return std::unexpected(taken.error());
  }
  return nlohmann::json{{"agent", parameters["agent"]},
                        {"hash", codec::hex_encode(config->hash().view())},
                        {"uri", "ipfs://" + codec::cid_of(config->hash())},
                        {"changed", config->hash() != agent->config},
                        {"dryRun", dry}};
}

}  // namespace

Operation agents_upgrade() {
  return {
      .name = "agents.upgrade",
      .method = net::Method::kPost,
      .path = "/api/v1/agents/{agent}/upgrade",
      .summary =
          "Takes a new config for the agent, which goes on with it, without losing an event, once its upgrade "
          "authority has put the hash on chain.",
      .acts = Acts::kSpends,
      .parameters = schemas::object(
          {{"agent", schemas::address()},
           {"config", schemas::described({{"type", "object"}}, "schema/agent.schema.json, at most 64 KiB")}},
          {{"dryRun",
            schemas::described(schemas::with_default(schemas::boolean(), false), "only say whether it could run")}}),
      .result =
          schemas::object({{"agent", schemas::address()},
                           {"hash", schemas::described(schemas::hash(), "what `zestron agent upgrade` puts on chain")},
                           {"uri", schemas::text(256)},
                           {"changed", schemas::described(schemas::boolean(), "it is another than the one that runs")},
                           {"dryRun", schemas::boolean()}}),
      .problems = {ProblemKind::kNotFound},
      .run = run};
}

}  // namespace zestron::api::operation
