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
  if (auto left = node.decide(id, false); !left) return std::unexpected(left.error());
  return nlohmann::json{{"id", id}, {"decision", "refused"}};
}

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
