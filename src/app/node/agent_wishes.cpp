// What agents want and what people say to it: claims, intents, consents.
#include "agent/summary.hpp"
#include "app/node/agent_runner.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace zestron::node {
namespace {

// An intent was formed on what the agent saw; much later it saw something else.
constexpr std::uint64_t kWantedSlotsMax = 16;

std::string id_of(const Pubkey& agent, const domain::Request& request) {
  return fmt::format("{}/{}/{}", codec::to_base58(agent), request.node, request.sequence);
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

// True unless it was refused.
bool AgentRunner::propose(RunningAgent& agent, const domain::Action& action, const domain::ContextView& view) {
  const auto key = agent.file.agent;
  const domain::Intent intent{key, view.slot, pipeline_.next_sequence(key), action};
  if (tracer_ != nullptr) tracer_->proposing(agent, intent);
  const auto effect = pipeline_.propose(intent, view, agent.policy);
  const bool refused = effect.state == transact::State::kRefused;
  const bool news = !refused || effect.reason != agent.refusal;
  if (news) tell(effect);
  if (tracer_ != nullptr) tracer_->proposed(effect, news);
  agent.refusal = refused ? effect.reason : std::string();
  if (refused && pipeline_.switches().quarantined(key) && !quarantines_.contains(key)) {
    const auto lifted = controls_.resumed.find(key);
    quarantines_[key] = lifted == controls_.resumed.end() ? 0 : lifted->second;
    narrator_.warning(fmt::format("agent {} is in quarantine; `zestron agent resume` lifts it", codec::to_base58(key)));
    if (auto kept = save_quarantines(folder_, quarantines_); !kept) narrator_.warning(kept.error().message);
  }
  return !refused;
}

void AgentRunner::claim(RunningAgent& agent, const domain::ContextView& view) {
  if (pipeline_.in_flight(agent.file.agent)) return;
  if (const auto pending = agent.unclaimed()) propose(agent, *pending, view);
}

// Whether it may begin again, and whether an executor is free, a look at what is in flight may change.
void AgentRunner::act_at_once(RunningAgent& agent, const domain::ContextView& view) {
  if (pipeline_.in_flight(agent.file.agent) || !pipeline_.has_room()) settle(view.slot);
  claim(agent, view);
  act(agent, view);
}

void AgentRunner::act(RunningAgent& agent, const domain::ContextView& view) {
  const auto key = agent.file.agent;
  // What a person consented to since; it need not be wanted again.
  const auto entries = pipeline_.consents(view.now);
  const auto consented = std::ranges::find_if(
      entries, [&](const policy::Approvals::Entry& entry) { return entry.approved && entry.agent == key; });
  if (consented != entries.end() && !pipeline_.in_flight(key)) {
    const auto action = consented->action;
    std::erase_if(agent.wanted, [&](const RunningAgent::Wanted& wanted) { return wanted.action == action; });
    propose(agent, action, view);
  }
  std::erase_if(agent.wanted, [&](const RunningAgent::Wanted& wanted) {
    return view.slot.value() - wanted.since.value() > kWantedSlotsMax;
  });
  while (!agent.wanted.empty() && !pipeline_.in_flight(key)) {
    const auto action = agent.wanted.front().action;
    agent.wanted.erase(agent.wanted.begin());
    propose(agent, action, view);
  }
}

std::expected<void, std::string> AgentRunner::decide(const Decision& decision, Slot slot, UnixMillis now) {
  if (const auto number = number_in(decision.id)) return pipeline_.decide(*number, decision.approved, now);
  for (auto& [key, agent] : agents_) {
    for (const auto& [node, request] : agent.asked) {
      const auto* consent = std::get_if<domain::Consent>(&request.content);
      if (consent == nullptr || id_of(key, request) != decision.id) continue;
      if (!agent.active) return std::unexpected("the agent is not active");
      if (consent->expires <= now) return std::unexpected("it has expired");
      const domain::Answer answer{request.node, request.sequence, domain::Answer::Decision{decision.approved}};
      feed_input(agent, {slot, now, answer});
      return {};
    }
  }
  return std::unexpected("nothing waits under that name; it may have expired");
}

AgentRunner::Outcome AgentRunner::take_decisions(Slot slot, UnixMillis now) {
  if (!decisions_.changed()) return {};
  std::vector<std::string> notices;
  const auto left = decisions(folder_, notices);
  if (!left.empty()) {
    if (auto prepared = prepare_all(slot, now); !prepared) return prepared;
  }
  for (const auto& decision : left) {
    const auto done = decide(decision, slot, now);
    narrator_.notice(done ? fmt::format("{} was {}", decision.id, decision.approved ? "approved" : "refused")
                          : fmt::format("{} was not decided: {}", decision.id, done.error()));
    decided_.push_back(decision.file);
  }
  for (const auto& notice : notices) narrator_.notice(notice);
  return {};
}

AgentRunner::Outcome AgentRunner::publish_waiting(UnixMillis now) {
  std::vector<WaitingItem> items;
  for (const auto& entry : pipeline_.consents(now))
    items.push_back(
        {std::to_string(entry.number), entry.agent, agent::summary_of(entry.action), entry.expires, entry.approved});
  for (const auto& [key, agent] : agents_) {
    for (const auto& [node, request] : agent.asked) {
      const auto* consent = std::get_if<domain::Consent>(&request.content);
      if (consent != nullptr && now < consent->expires)
        items.push_back({id_of(key, request), key, consent->summary, consent->expires, false});
    }
  }
  if (published_ && items == waiting_) return {};
  if (auto kept = publish_waiting_list(folder_, items); !kept) return std::unexpected(kept.error().message);
  if (telemetry_ != nullptr) telemetry_->waiting(items);
  waiting_ = std::move(items);
  published_ = true;
  return {};
}

}  // namespace zestron::node
