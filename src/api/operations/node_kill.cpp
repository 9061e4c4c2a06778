#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  if (auto done = node.turn(std::nullopt, NodeControl::Turn::kKill); !done) return std::unexpected(done.error());
  return nlohmann::json{{"state", "killed"}};
}

}  // namespace

Operation node_kill() {
  return {.name = "node.kill",
          .method = net::Method::kPost,
          .path = "/api/v1/node/kill",
          .summary = "Refuses whatever agents of this node want, from the next slot on and over restarts.",
          .acts = Acts::kChanges,
          .parameters = schemas::object({}),
          .result = schemas::object({{"state", schemas::one_of({"killed"})}}),
          .run = run};
}

}  // namespace zestron::api::operation
