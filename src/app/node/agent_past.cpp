// How an agent comes to stand where it stood: the stretches in which it was active, with which config, what it was fed, and the ticks.
#include "app/node/agent_runner.hpp"
#include "codec/base58.hpp"
#include "context/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::node {

// Of the configs only those count that went on one from the other; a config that began anew begins the past.
std::expected<AgentRunner::Past, std::string> AgentRunner::past_of(RunningAgent& agent, Slot last,
                                                                   InputLog::Past& inputs) {
  const auto key = agent.file.agent;
  Past past;
  auto lines = load_activity(folder_, key, last);
  if (!lines) return std::unexpected(lines.error().message);
  if (lines->empty()) return past;
  auto begin = lines->end() - 1;
  while (begin != lines->begin() && (begin->carried || std::prev(begin)->config_hash == begin->config_hash)) --begin;
  past.lines.assign(begin, lines->end());
  past.inputs = std::exchange(inputs[key], {});
  std::erase_if(past.inputs, [&](const Input& input) { return input.event.slot < past.lines.front().slot; });
  if (past.lines.front().config_hash != agent.file.config_hash) {
    const auto adopted = agent.file;
    const auto config = load_config(folder_, past.lines.front().config_hash);
    if (!config) {
      tell_once(fmt::format("agent {} begins anew: {}", codec::to_base58(key), config.error().message));
      return Past{};
    }
    agent = RunningAgent({key, config->hash()}, *config);
    agent.policy.node_spending = services_.node_spending;
    if (recorder_ != nullptr) recorder_->begins(key, agent.config.canonical());
    if (past.lines.back().config_hash != adopted.config_hash) agent.next = adopted;
  }
  agent.begun = true;
  agent.trades_before = past.lines.front().trades_before;
  return past;
}

void AgentRunner::replay_lines(RunningAgent& agent, Past& past, Slot slot) {
  for (; past.line < past.lines.size() && past.lines[past.line].slot <= slot; ++past.line) {
    const auto& line = past.lines[past.line];
    if (line.config_hash != agent.file.config_hash) {
      const auto next = agent.next;
      if (auto config = load_config(folder_, line.config_hash)) {
        agent.upgrade({agent.file.agent, line.config_hash}, *std::move(config));
        if (recorder_ != nullptr) recorder_->begins(agent.file.agent, agent.config.canonical(), true);
      } else {
        tell_once(config.error().message);
      }
      agent.next = next;
    }
    agent.trades_before = line.trades_before;
    agent.active = line.active;
  }
}

void AgentRunner::replay_inputs(RunningAgent& agent, Past& past, Slot slot, bool after_tick) {
  for (; past.input < past.inputs.size(); ++past.input) {
    const auto& [event, after] = past.inputs[past.input];
    if (event.slot > slot || (event.slot == slot && after && !after_tick)) return;
    replay_lines(agent, past, event.slot);
    if (std::exchange(past.slot, event.slot) != event.slot) agent.begin_tick();
    feed(agent, event);
    for (auto& watch : agent.watches) {
      // What it was told last is not told again.
      if (const auto concerns = trigger_of(event); concerns && *concerns == watch.trigger) watch.seen = event.what;
    }
  }
}

void AgentRunner::replay_tick(RunningAgent& agent, Past& past, Slot slot, const domain::Tick& tick) {
  if (past.lines.empty()) return;
  if (slot.value() > 0) replay_inputs(agent, past, Slot(slot.value() - 1), true);
  replay_lines(agent, past, slot);
  replay_inputs(agent, past, slot, false);
  if (agent.active) {
    // What an agent makes of a tick depends on the tick's own time, so the slot's clock need not be known again.
    if (const auto view = context::assemble(slot, UnixSeconds(tick.published.value() / 1000), tick)) {
      if (std::exchange(past.slot, slot) != slot) agent.begin_tick();
      feed(agent, {view->slot, view->now, view->tick});
    }
  }
  replay_inputs(agent, past, slot, true);
}

std::expected<void, std::string> AgentRunner::restore(Slot last, const PastTicks& past_ticks) {
  if (auto resumed = pipeline_.resume(); !resumed) return std::unexpected(resumed.error().message);
  auto quarantines = load_quarantines(folder_);
  if (!quarantines) return std::unexpected(quarantines.error().message);
  quarantines_ = *std::move(quarantines);
  for (const auto& [agent, times] : quarantines_) pipeline_.switches().quarantine(agent);
  if (auto found = look_for_agents(); !found) return found;
  InputLog::Past inputs;
  auto log = InputLog::open(folder_, last, inputs);
  if (!log) return std::unexpected(log.error().message);
  inputs_ = *std::move(log);
  std::map<Pubkey, Past> pasts;
  for (auto& [key, agent] : agents_) {
    auto past = past_of(agent, last, inputs);
    if (!past) return std::unexpected(past.error());
    if (!past->lines.empty()) pasts[key] = *std::move(past);
  }
  list_lookouts();
  if (pasts.empty()) return {};
  auto shown = past_ticks([&](Slot slot, const domain::Tick& tick) {
    last_tick_ = tick;
    for (auto& [key, past] : pasts) replay_tick(agents_.at(key), past, slot, tick);
  });
  if (!shown) return shown;
  for (auto& [key, past] : pasts) {
    auto& agent = agents_.at(key);
    replay_inputs(agent, past, last, true);
    replay_lines(agent, past, last);
    // Nothing of what it wanted then is done now: what had begun, the journal knows.
    agent.mail.clear();
    if (!agent.active) continue;
    for (const auto& [node, request] : agent.asked) ask(agent, request);
  }
  mailed_.clear();
  return {};
}

}  // namespace zestron::node
