#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"
#include "codec/base58.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto view = node.agents();
  const auto after = key_in(parameters, "cursor");
  if (parameters.contains("cursor") && !after) return problem(ProblemKind::kNotFound, "cursor is none of this list");
  const auto limit = static_cast<std::size_t>(parameters.value("limit", kPageDefault));
  const auto state = parameters.value("state", "");
  auto items = nlohmann::json::array();
  const AgentView* last = nullptr;
  for (const auto& agent : view->agents) {
    if (after && !(*after < agent.address)) continue;
    if (!state.empty() && shown::state_of(agent) != state) continue;
    if (items.size() == limit) return page_of(std::move(items), codec::to_base58(last->address));
    items.push_back(shown::agent(agent));
    last = &agent;
  }
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation agents_list() {
  using namespace schemas;  // NOLINT(google-build-using-namespace): words of a schema, in this function alone
  return {.name = "agents.list",
          .path = "/api/v1/agents",
          .summary = "Lists the agents that this node runs, as the newest slot left them.",
          .parameters = object({}, {{"limit", limit_schema()},
                                    {"cursor", described(address(), "`next` of the page before")},
                                    {"state", one_of({"active", "inactive", "paused", "killed", "quarantined"})}}),
          .result = page_schema(shown::agent_schema()),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
