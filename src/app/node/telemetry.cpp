#include "app/node/telemetry.hpp"

#include "api/operations/shown.hpp"
#include "codec/base58.hpp"

#include <nlohmann/json.hpp>

#include <ranges>

namespace zestron::node {
namespace {

using nlohmann::json;

}  // namespace

std::shared_ptr<const api::IntentView> Telemetry::keep(const domain::Effect& effect) {
  api::IntentView view{.effect = effect};
  view.effect.wire.clear();
  view.effect.wire.shrink_to_fit();
  const std::lock_guard lock(mutex_);
  view.number = ++number_;
  const std::pair key(effect.intent.agent, effect.intent.sequence);
  if (const auto known = numbers_.find(key); known != numbers_.end()) intents_.erase(known->second);
  numbers_[key] = view.number;
  auto kept = intents_.emplace(view.number, std::make_shared<const api::IntentView>(std::move(view))).first->second;
  if (intents_.size() > kIntentsKept) {
    const auto oldest = intents_.begin();
    numbers_.erase({oldest->second->effect.intent.agent, oldest->second->effect.intent.sequence});
    intents_.erase(oldest);
  }
  return kept;
}

void Telemetry::begin_with(std::span<const domain::Effect> newest_first) {
  for (const auto& effect : std::views::reverse(newest_first)) keep(effect);
}

void Telemetry::slot(api::AgentsView view, const std::optional<domain::Tick>& tick) {
  json news{{"slot", view.slot.value()}, {"clock", view.clock.value()}, {"tick", nullptr}};
  if (tick)
    news["tick"] = {
        {"publishedMs", tick->published.value()}, {"price", std::to_string(tick->price)}, {"exponent", tick->exponent}};
  streams_->publish("slots", {}, news);
  const auto before = agents();
  const auto now = std::make_shared<const api::AgentsView>(std::move(view));
  auto known = before->agents.begin();
  for (const auto& agent : now->agents) {
    while (known != before->agents.end() && known->address < agent.address) ++known;
    if (known != before->agents.end() && *known == agent) continue;
    streams_->publish("agents", codec::to_base58(agent.address), api::shown::agent(agent));
  }
  const std::lock_guard lock(mutex_);
  agents_ = now;
}

void Telemetry::turned(const domain::Effect& effect) {
  const auto kept = keep(effect);
  streams_->publish("intents", codec::to_base58(effect.intent.agent), api::shown::intent(*kept, std::nullopt));
}

void Telemetry::waiting(const std::vector<WaitingItem>& items) {
  auto list = json::array();
  for (const auto& item : items)
    list.push_back(api::shown::approval({item.id, item.agent, item.what, item.expires, item.approved}));
  streams_->publish("approvals", {}, {{"items", std::move(list)}});
}

std::shared_ptr<const api::AgentsView> Telemetry::agents() const {
  const std::lock_guard lock(mutex_);
  return agents_;
}

api::IntentList Telemetry::intents() const {
  api::IntentList out;
  const std::lock_guard lock(mutex_);
  out.reserve(intents_.size());
  for (const auto& [number, view] : std::views::reverse(intents_)) out.push_back(view);
  return out;
}

}  // namespace zestron::node
