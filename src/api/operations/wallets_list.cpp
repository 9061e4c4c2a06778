#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"
#include "codec/base58.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto after = key_in(parameters, "cursor");
  if (parameters.contains("cursor") && !after) return problem(ProblemKind::kNotFound, "cursor is none of this list");
  const auto limit = static_cast<std::size_t>(parameters.value("limit", kPageDefault));
  auto items = nlohmann::json::array();
  const AgentView* last = nullptr;
  const auto view = node.agents();
  for (const auto& agent : view->agents) {
    if (!agent.wallet || (after && !(*after < agent.address))) continue;
    if (items.size() == limit) return page_of(std::move(items), codec::to_base58(last->address));
    items.push_back({{"address", codec::to_base58(*agent.wallet)}, {"agent", codec::to_base58(agent.address)}});
    last = &agent;
  }
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation wallets_list() {
  return {.name = "wallets.list",
          .path = "/api/v1/wallets",
          .summary = "Lists the wallets that agents of this node act for.",
          .parameters =
              schemas::object({}, {{"limit", limit_schema()},
                                   {"cursor", schemas::described(schemas::address(), "`next` of the page before")}}),
          .result = page_schema(schemas::object({{"address", schemas::address()}, {"agent", schemas::address()}})),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
