#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  const auto view = node.node();
  return nlohmann::json{{"market", view.market},
                        {"rpc", view.rpc_url},
                        {"pubsub", view.pubsub_url},
                        {"genesis", view.genesis},
                        {"executor", view.executor},
                        {"processedSlot", view.processed},
                        {"confirmedSlot", view.confirmed},
                        {"finalizedSlot", view.finalized},
                        {"ticks", view.ticks},
                        {"allKilled", node.agents()->all_killed},
                        {"trouble", view.trouble}};
}

}  // namespace

Operation node_get() {
  return {.name = "node.get",
          .path = "/api/v1/node",
          .summary = "Shows which market, chain and slots this node is at.",
          .parameters = schemas::object({}),
          .result = schemas::object(
              {{"market", schemas::text(4'096)},
               {"rpc", schemas::text(4'096)},
               {"pubsub", schemas::text(4'096)},
               {"genesis", schemas::address()},
               {"executor", schemas::described(schemas::address(), "acts for agents")},
               {"processedSlot", schemas::count()},
               {"confirmedSlot", schemas::count()},
               {"finalizedSlot", schemas::count()},
               {"ticks", schemas::described(schemas::count(), "of the market, played so far")},
               {"allKilled", schemas::described(schemas::boolean(), "nothing that any agent wants is carried out")},
               {"trouble", schemas::described(schemas::text(4'096), "why no slots are made; empty: they are")}}),
          .run = run};
}

}  // namespace zestron::api::operation
