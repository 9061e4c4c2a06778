#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto ended = node.cancel_backtest(parameters["backtest"].get_ref<const std::string&>());
  if (!ended) return std::unexpected(ended.error());
  return shown::backtest(*ended, false);
}

}  // namespace

Operation backtests_cancel() {
  return {.name = "backtests.cancel",
          .method = net::Method::kPost,
          .path = "/api/v1/backtests/{backtest}/cancel",
          .summary = "Ends a backtest that waits or runs.",
          .acts = Acts::kChanges,
          .parameters = schemas::object({{"backtest", schemas::pattern("^[0-9]{1,20}$", 20)}}),
          .result = shown::backtest_schema(),
          .problems = {ProblemKind::kNotFound, ProblemKind::kConflict},
          .run = run};
}

}  // namespace zestron::api::operation
