#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  auto items = nlohmann::json::array();
  for (const auto& service : node.agents()->services) items.push_back({{"service", service}});
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation models_list() {
  return {.name = "models.list",
          .path = "/api/v1/models",
          .summary = "Lists the services that answer questions of agents.",
          .parameters = schemas::object({}),
          .result = page_schema(schemas::object({{"service", schemas::text(256)}})),
          .run = run};
}

}  // namespace zestron::api::operation
