#include "api/operations/decision.hpp"
#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) { return decide(parameters, node, false); }

}  // namespace

Operation approvals_refuse() {
  return {
      .name = "approvals.refuse",
      .method = net::Method::kPost,
      .path = "/api/v1/approvals/{id}/refuse",
      .summary = "Takes an action from the queue, also one that was approved and not done yet.",
      .acts = Acts::kChanges,
      .parameters = schemas::object({{"id", schemas::text(kPatternTextMax)}}),
      .result = schemas::object({{"id", schemas::text(kPatternTextMax)}, {"decision", schemas::one_of({"refused"})}}),
      .problems = {ProblemKind::kNotFound},
      .run = run};
}

}  // namespace zestron::api::operation
