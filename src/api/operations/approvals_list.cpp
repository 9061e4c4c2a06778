#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  const auto waiting = node.approvals();
  if (!waiting) return std::unexpected(waiting.error());
  auto items = nlohmann::json::array();
  for (const auto& item : *waiting) items.push_back(shown::approval(item));
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation approvals_list() {
  return {.name = "approvals.list",
          .path = "/api/v1/approvals",
          .summary = "Lists what agents may not do without a person.",
          .parameters = schemas::object({}),
          .result = page_schema(shown::approval_schema()),
          .run = run};
}

}  // namespace zestron::api::operation
