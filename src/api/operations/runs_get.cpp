#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto& id = parameters["run"].get_ref<const std::string&>();
  const auto runs = node.runs();
  const auto found = std::ranges::find(runs, id, &RunView::id);
  if (found == runs.end()) return problem(ProblemKind::kNotFound, "no such run is kept; GET /api/v1/runs lists them");
  return shown::run(*found);
}

}  // namespace

Operation runs_get() {
  return {.name = "runs.get",
          .path = "/api/v1/runs/{run}",
          .summary = "Shows one bundle.",
          .parameters = schemas::object({{"run", schemas::pattern("^[0-9]{8,20}$", 20)}}),
          .result = shown::run_schema(),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
