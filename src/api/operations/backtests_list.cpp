#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json&, NodeControl& node) {
  auto items = nlohmann::json::array();
  for (const auto& view : node.backtests()) items.push_back(shown::backtest(view, false));
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation backtests_list() {
  return {.name = "backtests.list",
          .path = "/api/v1/backtests",
          .summary = "Lists the backtests since the node started, newest first.",
          .parameters = schemas::object({}),
          .result = page_schema(shown::backtest_schema()),
          .run = run};
}

}  // namespace zestron::api::operation
