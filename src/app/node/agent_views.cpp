// What the loop shows of its agents to readers on other threads: a copy, once a slot.
#include "app/node/agent_runner.hpp"

namespace zestron::node {

api::AgentView AgentRunner::view_of(const RunningAgent& agent) {
  const auto& key = agent.file.agent;
  const auto& position = agent.runtime.position();
  return {.address = key,
          .name = agent.config.name(),
          .config = agent.file.config_hash,
          .next = agent.next ? std::optional(agent.next->config_hash) : std::nullopt,
          .active = agent.active,
          .paused = controls_.paused.contains(key),
          .killed = pipeline_.switches().killed(key),
          .quarantined = pipeline_.switches().quarantined(key),
          .wallet = agent.wallet,
          .trades = position.trades,
          .net_micros = position.realised_micros,
          .claimed = agent.on_chain,
          .holding = position.side != agent::Side::kFlat,
          .in_flight = pipeline_.in_flight(key),
          .refusal = agent.refusal};
}

void AgentRunner::show(const AttendedSlot& slot) {
  api::AgentsView view{.slot = slot.slot, .clock = slot.clock, .all_killed = controls_.all_killed};
  view.agents.reserve(agents_.size());
  for (const auto& [key, agent] : agents_) view.agents.push_back(view_of(agent));
  for (const auto& provider : services_.providers) view.services.emplace_back(provider->service());
  telemetry_->slot(std::move(view), slot.tick);
}

}  // namespace zestron::node
