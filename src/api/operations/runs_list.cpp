#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  auto items = nlohmann::json::array();
  for (const auto& view : node.runs()) items.push_back(shown::run(view));
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation runs_list() {
  return {.name = "runs.list",
          .path = "/api/v1/runs",
          .summary = "Lists the bundles of the newest runs.",
          .parameters = schemas::object({}),
          .result = page_schema(shown::run_schema()),
          .run = run};
}

}  // namespace zestron::api::operation
