#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto agent = key_in(parameters, "agent");
  const auto sequence = parameters["sequence"].get<std::uint64_t>();
  const auto all = node.intents();
  const auto found = std::ranges::find_if(all, [&](const auto& view) {
    return view->effect.intent.agent == agent && view->effect.intent.sequence == sequence;
  });
  if (found == all.end())
    return problem(ProblemKind::kNotFound, "no such intent is kept; GET /api/v1/intents lists them");
  const auto state = (*found)->effect.state;
  const bool on_chain = state == domain::EffectState::kLanded || state == domain::EffectState::kFailed;
  return shown::intent(**found, on_chain ? node.landing((*found)->effect.signature) : std::nullopt);
}

}  // namespace

Operation intents_get() {
  return {.name = "intents.get",
          .path = "/api/v1/intents/{agent}/{sequence}",
          .summary = "Shows one intent, with units and fee once it landed.",
          .parameters =
              schemas::object({{"agent", schemas::address()}, {"sequence", schemas::integer(1, schemas::kWholeMax)}}),
          .result = shown::intent_schema(),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
