#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  auto page = node.backtest_page(parameters["backtest"].get_ref<const std::string&>());
  if (!page) return std::unexpected(page.error());
  return nlohmann::json{{"text", *std::move(page)}};
}

}  // namespace

Operation backtests_report() {
  return {.name = "backtests.report",
          .path = "/api/v1/backtests/{backtest}/report",
          .summary = "Gives the report as a page of HTML with plots.",
          .parameters = schemas::object({{"backtest", schemas::pattern("^[0-9]{1,20}$", 20)}}),
          .result = schemas::object({{"text", schemas::text(std::size_t{16} << 20)}}),
          .problems = {ProblemKind::kNotFound, ProblemKind::kConflict},
          .media = "text/html",
          .run = run};
}

}  // namespace zestron::api::operation
