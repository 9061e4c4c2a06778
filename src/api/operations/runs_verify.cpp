#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"
#include "codec/hex.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto& id = parameters["run"].get_ref<const std::string&>();
  const auto runs = node.runs();
  const auto found = std::ranges::find(runs, id, &RunView::id);
  if (found == runs.end()) return problem(ProblemKind::kNotFound, "no such run is kept; GET /api/v1/runs lists them");
  const auto verified = node.verify_run(id);
  if (!verified) return std::unexpected(verified.error());
  return nlohmann::json{{"id", id},
                        {"root", codec::hex_encode(verified->root.view())},
                        {"records", verified->records},
                        {"events", verified->events},
                        {"outcomes", verified->outcomes},
                        {"agents", verified->agents},
                        {"transactions", verified->transactions},
                        {"ended", verified->ended},
                        {"torn", verified->torn},
                        {"divergence", verified->divergence}};
}

}  // namespace

Operation runs_verify() {
  return {
      .name = "runs.verify",
      .method = net::Method::kPost,
      .path = "/api/v1/runs/{run}/verify",
      .summary =
          "Runs a bundle again, offline, and gives its Merkle root and where it parts from the record; takes seconds.",
      .parameters = schemas::object({{"run", schemas::pattern("^[0-9]{8,20}$", 20)}}),
      .result = schemas::object(
          {{"id", schemas::text(20)},
           {"root", schemas::described(schemas::hash(), "over all records")},
           {"records", schemas::count()},
           {"events", schemas::count()},
           {"outcomes", schemas::count()},
           {"agents", schemas::count()},
           {"transactions", schemas::count()},
           {"ended", schemas::described(schemas::boolean(), "with its own count and root, which were checked")},
           {"torn", schemas::described(schemas::text(4'096), "how an unfinished bundle ends")},
           {"divergence", schemas::described(schemas::text(4'096), "empty: it came out as recorded")}}),
      .problems = {ProblemKind::kNotFound, ProblemKind::kConflict},
      .run = run};
}

}  // namespace zestron::api::operation
