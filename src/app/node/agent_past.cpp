// How an agent comes to stand where it stood: from the newest checkpoint, or from where its config began, over the stretches in which it was
// active, with which config, what it was fed, and the ticks. A checkpoint is nothing but a shorter way: what it holds follows from the rest.
#include "agent/code_digest.hpp"
#include "app/node/agent_runner.hpp"
#include "codec/base58.hpp"
#include "context/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::node {

// What is found is also known when it is not gone on from: those of slots that are made anew must not count later.
std::expected<std::optional<past::Found>, std::string> AgentRunner::find_checkpoint(Slot last) {
  std::vector<std::string> notices;
  auto found = checkpoints_.begin(last, notices);
  if (!found) return found;
  for (const auto& notice : notices) narrator_.notice(notice);
  if (whole_past_) found->reset();
  if (!*found) checkpoints_.begin_anew();
  return found;
}

// True when it stands now where it stood at the checkpoint; else it is as it was.
bool AgentRunner::stand_at(RunningAgent& agent, Past& past, past::Found& found) {
  const auto key = agent.file.agent;
  const auto slot = found.checkpoint.slot;
  const auto& standings = found.checkpoint.agents;
  const auto standing = std::ranges::lower_bound(standings, key, {}, &past::AgentStanding::agent);
  if (standing == standings.end() || standing->agent != key || past.lines.front().slot > slot) return false;
  const auto after = std::ranges::upper_bound(past.lines, slot, {}, &Activity::slot);
  const auto& line = *std::prev(after);
  const bool told = line.config_hash == standing->config && line.active == standing->active &&
                    line.trades_before == standing->trades_before;
  auto config = load_config(folder_, line.config_hash);
  auto fresh = told && config ? std::optional(RunningAgent({key, line.config_hash}, *std::move(config))) : std::nullopt;
  auto trades = standing->trades == 0 ? std::vector<agent::TradeClosed>() : std::move(found.trades[key]);
  if (!fresh || !fresh->stand_at(*standing, std::move(trades))) {
    narrator_.notice(
        fmt::format("agent {} is fed its whole past: the checkpoint of slot {} is not of what its activity says",
                    codec::to_base58(key), slot.value()));
    return false;
  }
  fresh->policy.node_spending = services_.node_spending;
  agent = *std::move(fresh);
  if (recorder_ != nullptr) {
    recorder_->begins(key, agent.config.canonical());
    recorder_->stands(agent.runtime, standing->asked);
  }
  past.line = static_cast<std::size_t>(after - past.lines.begin());
  past.from = Slot(slot.value() + 1);
  return true;
}

// Of the configs only those count that went on one from the other; a config that began anew begins the past.
std::expected<AgentRunner::Past, std::string> AgentRunner::past_of(RunningAgent& agent, Slot last,
                                                                   std::optional<past::Found>& found) {
  const auto key = agent.file.agent;
  Past past;
  auto lines = load_activity(folder_, key, last);
  if (!lines) return std::unexpected(lines.error().message);
  if (lines->empty()) return past;
  auto begin = lines->end() - 1;
  while (begin != lines->begin() && (begin->carried || std::prev(begin)->config_hash == begin->config_hash)) --begin;
  past.lines.assign(begin, lines->end());
  past.from = past.lines.front().slot;
  const auto adopted = agent.file;
  const auto go_on = [&] {
    if (past.lines.back().config_hash != adopted.config_hash) agent.next = adopted;
  };
  if (found && stand_at(agent, past, *found)) {
    go_on();
    return past;
  }
  if (past.lines.front().config_hash != agent.file.config_hash) {
    const auto config = load_config(folder_, past.lines.front().config_hash);
    if (!config) {
      tell_once(fmt::format("agent {} begins anew: {}", codec::to_base58(key), config.error().message));
      return Past{};
    }
    agent = RunningAgent({key, config->hash()}, *config);
    agent.policy.node_spending = services_.node_spending;
    if (recorder_ != nullptr) recorder_->begins(key, agent.config.canonical());
  }
  go_on();
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
  if (slot < past.from) return;
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
  auto found = find_checkpoint(last);
  if (!found) return std::unexpected(found.error());
  std::map<Pubkey, Past> pasts;
  InputLog::From from;
  auto first = Slot(last.value() + 1);
  for (auto& [key, agent] : agents_) {
    auto past = past_of(agent, last, *found);
    if (!past) return std::unexpected(past.error());
    if (past->lines.empty()) continue;
    from[key] = past->from;
    first = std::min(first, past->from);
    pasts[key] = *std::move(past);
  }
  InputLog::Past inputs;
  auto log = InputLog::open(folder_, last, from, inputs);
  if (!log) return std::unexpected(log.error().message);
  inputs_ = *std::move(log);
  for (auto& [key, past] : pasts) past.inputs = std::move(inputs[key]);
  list_lookouts();
  if (pasts.empty()) return {};
  if (*found) last_tick_ = (*found)->checkpoint.tick;
  // From a checkpoint on the newest tick before is known; without one it has to be shown.
  auto shown = past_ticks(*found ? first : Slot(), [&](Slot slot, const domain::Tick& tick) {
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
  // Killed again and again before its next checkpoint, a node would have ever more to feed.
  if (last.value() >= first.value() + 2 * checkpoint_every_) {
    keep_checkpoint(last);
    checkpoints_.settle();
  }
  return {};
}

void AgentRunner::keep_checkpoint(Slot slot) {
  if (const auto trouble = checkpoints_.take_trouble(); !trouble.empty()) narrator_.warning(trouble);
  if (checkpoint_every_ == 0 || slot.value() < checkpoints_.newest().value() + checkpoint_every_) return;
  if (!checkpoints_.is_ready()) return;
  past::Checkpoint checkpoint{
      .code = agent::code_digest(), .slot = slot, .tick = last_tick_, .trades = {}, .agents = {}};
  std::vector<past::ClosedTrade> closed;
  checkpoint.agents.reserve(agents_.size());
  for (auto& [key, agent] : agents_) {
    if (!agent.begun) continue;
    checkpoint.agents.push_back(agent.standing());
    const auto& trades = agent.runtime.trades();
    for (; agent.trades_kept < trades.size(); ++agent.trades_kept) closed.emplace_back(key, trades[agent.trades_kept]);
  }
  checkpoints_.keep(std::move(checkpoint), std::move(closed));
}

}  // namespace zestron::node
