#include "agent/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <tuple>

namespace zestron::agent {
namespace {

constexpr std::size_t round_up(std::size_t bytes) { return (bytes + 7) / 8 * 8; }

Pubkey key_of(const domain::FeedId& feed) { return Pubkey(feed.value()); }

// The trigger that an event pulls; an answer goes to its node instead.
std::optional<Trigger> trigger_of(const domain::Event& event) {
  using On = Trigger::On;
  struct Visitor {
    std::optional<Trigger> operator()(const domain::Tick& tick) const { return Trigger{On::kTick, key_of(tick.feed)}; }
    std::optional<Trigger> operator()(const domain::PoolState& pool) const { return Trigger{On::kPool, pool.pool}; }
    std::optional<Trigger> operator()(const domain::ProposalState& proposal) const {
      return Trigger{On::kProposal, proposal.proposal};
    }
    std::optional<Trigger> operator()(const domain::Holding& holding) const {
      return Trigger{On::kHolding, holding.mint};
    }
    std::optional<Trigger> operator()(const domain::StakeState& stake) const { return Trigger{On::kStake, stake.pool}; }
    std::optional<Trigger> operator()(const domain::Message& message) const {
      return Trigger{On::kMessage, message.from};
    }
    std::optional<Trigger> operator()(const domain::Answer&) const { return std::nullopt; }
  };
  return std::visit(Visitor{}, event.what);
}

std::string_view to_string(Trigger::On on) {
  switch (on) {
    case Trigger::On::kTick: return "a tick";
    case Trigger::On::kPool: return "a change of a pool";
    case Trigger::On::kProposal: return "a change of a proposal";
    case Trigger::On::kHolding: return "a change of the wallet";
    case Trigger::On::kStake: return "a change of a stake";
    case Trigger::On::kMessage: return "a message";
  }
  return "an event";
}

bool same_instance(const Node& a, const Node& b) { return a.id == b.id && a.kind == b.kind && a.params == b.params; }

std::size_t next_of(const NodeSet& set, std::size_t from) {
  // libstdc++'s own extension; the standard has no way to ask a bitset for its next element.
  return from == 0 ? set._Find_first() : set._Find_next(from - 1);
}

// The first 64 nodes.
std::uint64_t word_of(const NodeSet& set) { return (set & NodeSet(~std::uint64_t{0})).to_ullong(); }

}  // namespace

Plan::Plan(std::vector<Node> nodes, const Budget& budget) : nodes_(std::move(nodes)), budget_(budget) {}

std::expected<std::shared_ptr<const Plan>, std::string> Plan::make(std::vector<Node> nodes, const Market& market,
                                                                   const Budget& budget) {
  ZESTRON_ASSERT(nodes.size() <= kNodesMax);
  std::shared_ptr<Plan> plan(new Plan(std::move(nodes), budget));
  std::vector<Needs> needs;
  for (const auto& node : plan->nodes_) needs.push_back(node.kind->needs(node.parameters.get()));
  if (auto done = plan->lay_out(needs); !done) return std::unexpected(done.error());
  if (auto done = plan->list_entries(market); !done) return std::unexpected(done.error());
  return plan;
}

std::expected<void, std::string> Plan::lay_out(const std::vector<Needs>& needs) {
  layout_.resize(nodes_.size());
  readers_.resize(nodes_.size());
  std::size_t at = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& kind = *nodes_[i].kind;
    auto& layout = layout_[i];
    layout.state = static_cast<std::uint32_t>(at);
    at += round_up(needs[i].state_bytes);
    for (std::size_t output = 0; output < kind.outputs.size(); ++output) {
      layout.outputs.push_back(static_cast<std::uint32_t>(at));
      at += round_up(bytes_of(kind.outputs[output].type, needs[i].capacities[output]));
    }
    // Before the offsets could leave 32 bits.
    if (at > budget_.state_bytes_max) {
      return std::unexpected(fmt::format("node '{}': with it the agent's state has {} bytes; the budget is {}",
                                         nodes_[i].id, at, budget_.state_bytes_max));
    }
    layout.end = static_cast<std::uint32_t>(at);
    for (const auto& edge : nodes_[i].inputs) {
      layout.inputs.push_back(edge ? layout_[edge->node].outputs[edge->output] : Frame::kNowhere);
      layout.sources.push_back(edge ? static_cast<std::uint16_t>(edge->node) : std::uint16_t{0});
      if (edge) readers_[edge->node].set(i);
    }
  }
  block_bytes_ = at;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& layout = layout_[i];
    steps_.push_back({nodes_[i].kind->step,
                      nodes_[i].parameters.get(),
                      layout.state,
                      static_cast<std::uint32_t>(std::min<std::uint64_t>(needs[i].fuel, ~0U)),
                      word_of(readers_[i]),
                      {layout.inputs, layout.sources, layout.outputs, nodes_[i].id}});
  }
  return {};
}

Plan::Entry Plan::entry_of(const NodeSet& first) const {
  Entry out{.nodes = first};
  NodeSet reached = first;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!reached.test(i)) continue;
    reached |= readers_[i];
    out.fuel += steps_[i].fuel;
  }
  out.word = word_of(first);
  return out;
}

// The nodes that may have something new when `first` are stepped. Those of `blocked` have not.
NodeSet Plan::reach(const NodeSet& first, const NodeSet& blocked) const {
  NodeSet out = first & ~blocked;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (out.test(i) || blocked.test(i)) continue;
    const auto& [kind, inputs] = std::tie(*nodes_[i].kind, nodes_[i].inputs);
    const auto news = [&](const std::optional<Edge>& edge) { return edge && out.test(edge->node); };
    out.set(i, kind.moment ? news(inputs[*kind.moment]) : std::ranges::any_of(inputs, news));
  }
  return out;
}

bool Plan::acts(const NodeSet& nodes) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes.test(i) && nodes_[i].kind->acts) return true;
  }
  return false;
}

// Nodes that read the price itself and know which of them change nothing. They guard the agent if no way leads around them.
void Plan::find_guards(const Trigger& tick) {
  const auto found = std::ranges::find(entries_, tick, &std::pair<Trigger, Entry>::first);
  NodeSet first;
  if (found != entries_.end()) first = found->second.nodes;
  NodeSet guards;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& node = nodes_[i];
    if (node.kind->calm == nullptr || node.inputs.size() != 1 || !node.inputs[0]) continue;
    const auto [source, output] = *node.inputs[0];
    if (first.test(source) && nodes_[source].kind->outputs[output].type == PortType::kPrice) guards.set(i);
  }
  if (acts(reach(first, guards))) return;
  guards_.emplace();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (guards.test(i) && acts(reach(NodeSet().set(i), {}))) guards_->push_back(i);
  }
}

std::expected<void, std::string> Plan::list_entries(const Market& market) {
  std::map<Trigger, NodeSet> first;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& node = nodes_[i];
    if (const auto trigger = node.kind->trigger(node.parameters.get(), market)) first[*trigger].set(i);
    if (!node.kind->service.empty()) {
      NodeSet self;
      answers_.emplace(node.id, entry_of(self.set(i)));
      if (std::ranges::find(services_, node.kind->service) == services_.end()) services_.push_back(node.kind->service);
    }
  }
  for (const auto& [trigger, nodes] : first) {
    auto& entry = entries_.emplace_back(trigger, entry_of(nodes)).second;
    entry.acts = acts(reach(nodes, {}));
    if (entry.fuel > budget_.fuel_per_tick_max) {
      return std::unexpected(fmt::format("{} may cost {} fuel; the budget of a whole tick is {}", to_string(trigger.on),
                                         entry.fuel, budget_.fuel_per_tick_max));
    }
  }
  find_guards({Trigger::On::kTick, key_of(market.feed)});
  for (const auto& [id, entry] : answers_) {
    if (entry.fuel > budget_.fuel_per_tick_max) {
      return std::unexpected(fmt::format("node '{}': its answer may cost {} fuel; the budget of a whole tick is {}", id,
                                         entry.fuel, budget_.fuel_per_tick_max));
    }
  }
  return {};
}

std::vector<Trigger> Plan::triggers() const {
  std::vector<Trigger> out;
  for (const auto& [trigger, _] : entries_) out.push_back(trigger);
  return out;
}

void Plan::begin(std::span<std::byte> block) const {
  ZESTRON_ASSERT(block.size() == block_bytes_);
  std::memset(block.data(), 0, block.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) begin_node(block, i);
}

void Plan::begin_node(std::span<std::byte> block, std::size_t i) const {
  const auto& node = nodes_[i];
  const auto needs = node.kind->needs(node.parameters.get());
  const Frame frame(block.data(), steps_[i].wiring, nullptr, nullptr, nullptr);
  for (std::size_t output = 0; output < node.kind->outputs.size(); ++output) {
    begin_value(block.data() + layout_[i].outputs[output], node.kind->outputs[output].type, needs.capacities[output]);
  }
  node.kind->begin(frame, steps_[i].params, block.data() + steps_[i].state);
}

const Plan::Entry* Plan::entry_for(const domain::Event& event) const {
  if (const auto* answer = std::get_if<domain::Answer>(&event.what)) {
    const auto found = answers_.find(answer->node);
    return found == answers_.end() ? nullptr : &found->second;
  }
  // Most events are ticks and most graphs wait for one feed, which stands first.
  if (const auto* tick = std::get_if<domain::Tick>(&event.what)) {
    for (const auto& [trigger, entry] : entries_) {
      if (trigger.on == Trigger::On::kTick && trigger.key.value() == tick->feed.value()) return &entry;
    }
    return nullptr;
  }
  const auto found = std::ranges::lower_bound(entries_, *trigger_of(event), {}, &std::pair<Trigger, Entry>::first);
  return found == entries_.end() || found->first != *trigger_of(event) ? nullptr : &found->second;
}

bool Plan::may_act(const Trigger& trigger) const {
  const auto found = std::ranges::find(entries_, trigger, &std::pair<Trigger, Entry>::first);
  return found != entries_.end() && found->second.acts;
}

Calm Plan::calm(std::span<std::byte> block) const {
  if (!guards_) return {};
  constexpr double kAll = std::numeric_limits<double>::infinity();
  Calm out{-kAll, kAll};
  for (const auto at : *guards_) {
    const auto its =
        nodes_[at].kind->calm(Frame(block.data(), steps_[at].wiring, nullptr, nullptr, nullptr), steps_[at].params);
    out = {std::max(out.from, its.from), std::min(out.below, its.below)};
  }
  return out;
}

bool Plan::concerns(const domain::Event& event) const { return entry_for(event) != nullptr; }

inline bool Plan::step(std::span<std::byte> block, std::size_t node, const domain::Event& event, Evaluation& done,
                       Effects& effects) const {
  const auto& step = steps_[node];
  const Frame frame(block.data(), step.wiring, &event, &done.fired, &effects);
  done.fuel += step.fuel;
  if (!step.step(frame, step.params, block.data() + step.state)) return false;
  done.fired.set(node);
  return true;
}

Evaluation Plan::evaluate(std::span<std::byte> block, const domain::Event& event, std::uint64_t fuel,
                          Effects& effects) const {
  const auto* entry = entry_for(event);
  if (entry == nullptr) return {Verdict::kNotConcerned, 0, {}};
  // Before the first step, so that an agent is never left half evaluated.
  if (entry->fuel > fuel) return {Verdict::kOutOfFuel, 0, {}};
  Evaluation done{Verdict::kEvaluated, 0, {}};
  // What a step makes due comes later in the order: readers stand behind what they read.
  if (is_small()) {
    for (auto due = entry->word; due != 0;) {
      const auto at = static_cast<std::size_t>(std::countr_zero(due));
      due &= due - 1;
      if (step(block, at, event, done, effects)) due |= steps_[at].readers;
    }
    return done;
  }
  NodeSet due = entry->nodes;
  for (auto at = next_of(due, 0); at < nodes_.size(); at = next_of(due, at + 1)) {
    if (step(block, at, event, done, effects)) due |= readers_[at];
  }
  return done;
}

std::size_t Plan::carry_over(const Plan& old, std::span<const std::byte> from, std::span<std::byte> block) const {
  begin(block);
  std::size_t carried = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto before = std::ranges::find(old.nodes_, nodes_[i].id, &Node::id);
    if (before == old.nodes_.end() || !same_instance(*before, nodes_[i])) continue;
    const auto& source = old.layout_[static_cast<std::size_t>(before - old.nodes_.begin())];
    const auto& target = layout_[i];
    ZESTRON_ASSERT(target.end - target.state == source.end - source.state);
    std::memcpy(block.data() + target.state, from.data() + source.state, target.end - target.state);
    ++carried;
  }
  return carried;
}

}  // namespace zestron::agent
