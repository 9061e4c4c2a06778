#include "api/operations/decision.hpp"
#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) { return decide(parameters, node, true); }

}  // namespace

Operation approvals_approve() {
  return {
      .name = "approvals.approve",
      .method = net::Method::kPost,
      .path = "/api/v1/approvals/{id}/approve",
      .summary = "Lets exactly this action be done, once, from the next slot on.",
      .acts = Acts::kSpends,
      .parameters = schemas::object({{"id", schemas::text(kPatternTextMax)}}),
      .result = schemas::object({{"id", schemas::text(kPatternTextMax)}, {"decision", schemas::one_of({"approved"})}}),
      .problems = {ProblemKind::kNotFound},
      .run = run};
}

}  // namespace zestron::api::operation
