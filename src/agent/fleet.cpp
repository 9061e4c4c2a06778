#include "agent/fleet.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace zestron::agent {

Fleet::Pool& Fleet::pool_of(const std::shared_ptr<const Plan>& plan) {
  auto& pool = pools_[plan.get()];
  if (!pool) {
    pool = std::make_unique<Pool>();
    pool->plan = plan;
  }
  return *pool;
}

void Fleet::insert(const Member& member, const std::shared_ptr<const Plan>& plan) {
  auto& pool = pool_of(plan);
  pool.members.push_back(member);
  pool.blocks.resize(pool.members.size() * (plan->block_bytes() / sizeof(std::uint64_t)));
  agents_[member.agent] = {&pool, pool.members.size() - 1};
}

bool Fleet::add(const Pubkey& agent, std::shared_ptr<const Plan> plan) {
  if (agents_.contains(agent)) return false;
  insert({.agent = agent, .fuel = plan->budget().fuel_per_tick_max}, plan);
  const auto place = agents_.at(agent);
  plan->begin(place.pool->block(place.at));
  return true;
}

// The last agent of the pool moves into the gap.
void Fleet::take_out(const Place& place) {
  auto& pool = *place.pool;
  const auto last = pool.members.size() - 1;
  agents_.erase(pool.members[place.at].agent);
  if (place.at != last) {
    std::memcpy(pool.block(place.at).data(), pool.block(last).data(), pool.plan->block_bytes());
    pool.members[place.at] = pool.members[last];
    agents_[pool.members[place.at].agent].at = place.at;
  }
  pool.members.pop_back();
  pool.blocks.resize(pool.members.size() * (pool.plan->block_bytes() / sizeof(std::uint64_t)));
  if (pool.members.empty()) pools_.erase(pool.plan.get());
}

bool Fleet::remove(const Pubkey& agent) {
  const auto found = agents_.find(agent);
  if (found == agents_.end()) return false;
  take_out(found->second);
  std::erase_if(mail_, [&](const auto& box) { return box.first.first == agent; });
  return true;
}

std::optional<std::size_t> Fleet::upgrade(const Pubkey& agent, std::shared_ptr<const Plan> plan) {
  const auto found = agents_.find(agent);
  if (found == agents_.end()) return std::nullopt;
  const auto place = found->second;
  const auto old = place.pool->plan;
  auto member = place.pool->members[place.at];
  // What it spent of this tick stays spent.
  const auto spent = old->budget().fuel_per_tick_max - member.fuel;
  member.fuel = plan->budget().fuel_per_tick_max - std::min(spent, plan->budget().fuel_per_tick_max);
  const auto before = place.pool->block(place.at);
  const std::vector<std::byte> bytes(before.begin(), before.end());
  take_out(place);
  insert(member, plan);
  const auto now = agents_.at(agent);
  return plan->carry_over(*old, bytes, now.pool->block(now.at));
}

std::uint32_t Fleet::post(Member& from) {
  std::uint32_t dropped = 0;
  for (const auto& letter : effects_.letters) {
    const domain::Message message{from.agent, letter.to, ++from.letters, letter.number};
    const auto receiver = agents_.find(letter.to);
    if (receiver == agents_.end() || !receiver->second.pool->plan->concerns({{}, {}, message})) {
      ++dropped;
      continue;
    }
    auto& box = mail_[{letter.to, from.agent}];
    if (box.size() < kMailboxMax) {
      box.push_back(message);
    } else {
      ++dropped;
    }
  }
  return dropped;
}

void Fleet::evaluate(Pool& pool, std::size_t at, const domain::Event& event, std::vector<AgentOutcome>& out) {
  effects_.clear();
  auto& member = pool.members[at];
  const auto evaluation = pool.plan->evaluate(pool.block(at), event, member.fuel, effects_);
  member.fuel -= evaluation.fuel;
  const bool quiet = effects_.actions.empty() && effects_.requests.empty() && effects_.letters.empty();
  if (evaluation.verdict != Verdict::kOutOfFuel && quiet) return;
  AgentOutcome outcome{.agent = member.agent, .verdict = evaluation.verdict, .intents = {}, .requests = {}};
  for (const auto& action : effects_.actions)
    outcome.intents.push_back({member.agent, event.slot, ++member.intents, action});
  outcome.requests = std::exchange(effects_.requests, {});
  outcome.letters_dropped = post(member);
  out.push_back(std::move(outcome));
}

std::vector<AgentOutcome> Fleet::begin_tick(Slot slot, UnixMillis now) {
  for (auto& [plan, pool] : pools_) {
    for (auto& member : pool->members) member.fuel = plan->budget().fuel_per_tick_max;
  }
  std::vector<AgentOutcome> out;
  // What is sent while it is delivered belongs to the next tick.
  for (const auto& [ends, box] : std::exchange(mail_, {})) {
    for (const auto& message : box) {
      for (auto& outcome : deliver(ends.first, {slot, now, message})) out.push_back(std::move(outcome));
    }
  }
  return out;
}

std::vector<AgentOutcome> Fleet::broadcast(const domain::Event& event) {
  std::vector<AgentOutcome> out;
  for (auto& [plan, pool] : pools_) {
    if (!plan->concerns(event)) continue;
    for (std::size_t at = 0; at < pool->members.size(); ++at) evaluate(*pool, at, event, out);
  }
  // Where an agent lies depends on what else was added and removed; its key does not.
  std::ranges::sort(out, {}, &AgentOutcome::agent);
  return out;
}

std::vector<AgentOutcome> Fleet::deliver(const Pubkey& agent, const domain::Event& event) {
  std::vector<AgentOutcome> out;
  if (const auto found = agents_.find(agent); found != agents_.end())
    evaluate(*found->second.pool, found->second.at, event, out);
  return out;
}

std::optional<std::span<const std::byte>> Fleet::block(const Pubkey& agent) const {
  const auto found = agents_.find(agent);
  if (found == agents_.end()) return std::nullopt;
  return found->second.pool->block(found->second.at);
}

std::size_t Fleet::bytes() const {
  std::size_t out = 0;
  for (const auto& [plan, pool] : pools_)
    out += pool->blocks.capacity() * sizeof(std::uint64_t) + pool->members.capacity() * sizeof(Member);
  return out;
}

}  // namespace zestron::agent
