#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = key_in(parameters, "agent");
  if (parameters.contains("agent") && !agent) return problem(ProblemKind::kNotFound, "agent is no address of 32 bytes");
  const auto state = parameters.value("state", "");
  const auto before = parameters.value("cursor", std::uint64_t{0});
  const auto limit = static_cast<std::size_t>(parameters.value("limit", kPageDefault));
  auto items = nlohmann::json::array();
  std::uint64_t last = 0;
  for (const auto& intent : node.intents()) {
    if (before != 0 && intent->number >= before) continue;
    if (agent && intent->effect.intent.agent != *agent) continue;
    if (!state.empty() && domain::to_string(intent->effect.state) != state) continue;
    if (items.size() == limit) return page_of(std::move(items), std::to_string(last));
    items.push_back(shown::intent(*intent, std::nullopt));
    last = intent->number;
  }
  return page_of(std::move(items), std::nullopt);
}

}  // namespace

Operation intents_list() {
  return {
      .name = "intents.list",
      .path = "/api/v1/intents",
      .summary =
          "Lists what agents wanted and what became of it, newest change first; the newest ones are kept in memory.",
      .parameters = schemas::object(
          {}, {{"agent", schemas::address()},
               {"state",
                schemas::one_of({"proposed", "approved", "built", "sent", "landed", "failed", "expired", "refused"})},
               {"limit", limit_schema()},
               {"cursor", schemas::described(schemas::integer(1, schemas::kWholeMax), "`next` of the page before")}}),
      .result = page_schema(shown::intent_schema()),
      .problems = {ProblemKind::kNotFound},
      .run = run};
}

}  // namespace zestron::api::operation
