#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto& id = parameters["id"].get_ref<const std::string&>();
  const auto waiting = node.approvals();
  if (!waiting) return std::unexpected(waiting.error());
  if (std::ranges::find(*waiting, id, &ApprovalView::id) == waiting->end())
    return problem(ProblemKind::kNotFound, "nothing waits under that name; GET /api/v1/approvals lists what does");
  if (auto left = node.decide(id, true); !left) return std::unexpected(left.error());
  return nlohmann::json{{"id", id}, {"decision", "approved"}};
}

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
