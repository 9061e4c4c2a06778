#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  if (auto done = node.turn(std::nullopt, NodeControl::Turn::kResume); !done) return std::unexpected(done.error());
  return nlohmann::json{{"state", "resumed"}};
}

}  // namespace

Operation node_resume() {
  return {.name = "node.resume",
          .method = net::Method::kPost,
          .path = "/api/v1/node/resume",
          .summary = "Ends node.kill; agents that were killed one by one stay so.",
          .acts = Acts::kSpends,
          .parameters = schemas::object({}),
          .result = schemas::object({{"state", schemas::one_of({"resumed"})}}),
          .run = run};
}

}  // namespace zestron::api::operation
