#include "api/operations/decision.hpp"

#include <algorithm>
#include <string>

namespace zestron::api::operation {

Answer decide(const nlohmann::json& parameters, NodeControl& node, bool approved) {
  const auto& id = parameters["id"].get_ref<const std::string&>();
  const auto waiting = node.approvals();
  if (!waiting) return std::unexpected(waiting.error());
  if (std::ranges::find(*waiting, id, &ApprovalView::id) == waiting->end())
    return problem(ProblemKind::kNotFound, "nothing waits under that name; GET /api/v1/approvals lists what does");
  if (auto left = node.decide(id, approved); !left) return std::unexpected(left.error());
  return nlohmann::json{{"id", id}, {"decision", approved ? "approved" : "refused"}};
}

}  // namespace zestron::api::operation
