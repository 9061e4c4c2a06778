#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto& id = parameters["backtest"].get_ref<const std::string&>();
  const auto all = node.backtests();
  const auto found = std::ranges::find(all, id, &BacktestView::id);
  if (found == all.end())
    return problem(ProblemKind::kNotFound, "no such backtest is kept; GET /api/v1/backtests lists them");
  return shown::backtest(*found, true);
}

}  // namespace

Operation backtests_get() {
  return {.name = "backtests.get",
          .path = "/api/v1/backtests/{backtest}",
          .summary = "Shows how far a backtest is, and its report once it is done.",
          .parameters = schemas::object({{"backtest", schemas::pattern("^[0-9]{1,20}$", 20)}}),
          .result = shown::backtest_schema(),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
