#include "agent/runtime.hpp"

#include <algorithm>

namespace zestron::agent {
namespace {

std::optional<std::size_t> position_node(const Plan& plan) {
  const auto& nodes = plan.nodes();
  const auto found = std::ranges::find_if(nodes, [](const Node& node) {
    return !node.kind->outputs.empty() && node.kind->outputs[0].type == PortType::kPosition;
  });
  return found == nodes.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - nodes.begin()));
}

}  // namespace

Runtime::Runtime(const Config& config, const Pubkey& agent)
    : agent_(agent),
      feed_(config.market().feed),
      plan_(config.plan()),
      block_(plan_->block_bytes() / sizeof(std::uint64_t)),
      position_(position_node(*plan_)) {
  plan_->begin(writable());
  begin_tick();
}

Step Runtime::on_event(const domain::Event& event) {
  effects_.clear();
  intents_.clear();
  const auto evaluation = plan_->evaluate(writable(), event, fuel_, effects_);
  fuel_ -= evaluation.fuel;
  Step step;
  step.verdict = evaluation.verdict;
  step.fired = evaluation.fired;
  step.requests = effects_.requests;
  step.letters = effects_.letters;
  if (evaluation.verdict != Verdict::kEvaluated) return step;
  if (const auto* tick = std::get_if<domain::Tick>(&event.what); tick != nullptr && tick->feed == feed_) ++ticks_;
  for (const auto& action : effects_.actions) intents_.push_back({agent_, event.slot, ++sequence_, action});
  step.intents = intents_;
  if (position_ && evaluation.fired.test(*position_)) {
    if (position().opened) step.opened = &*position().opened;
    if (position().closed) {
      trades_.push_back(*position().closed);
      step.closed = &trades_.back();
    }
  }
  return step;
}

Step Runtime::on_tick(const domain::ContextView& view) {
  begin_tick();
  return on_event({view.slot, view.now, view.tick});
}

std::size_t Runtime::upgrade(const Config& config) {
  std::vector<std::uint64_t> next(config.plan()->block_bytes() / sizeof(std::uint64_t));
  const auto carried = config.plan()->carry_over(*plan_, block(), std::as_writable_bytes(std::span(next)));
  feed_ = config.market().feed;
  plan_ = config.plan();
  block_ = std::move(next);
  position_ = position_node(*plan_);
  if (position().trades != trades_.size()) trades_.clear();  // the position began anew
  return carried;
}

bool Runtime::stand_at(const Standing& standing, std::vector<TradeClosed> trades) {
  if (standing.block.size() != plan_->block_bytes()) return false;
  std::vector<std::uint64_t> block(block_.size());
  std::ranges::copy(standing.block, std::as_writable_bytes(std::span(block)).begin());
  std::swap(block_, block);
  if (position().trades != trades.size()) {
    std::swap(block_, block);
    return false;
  }
  ticks_ = standing.ticks;
  sequence_ = standing.sequence;
  trades_ = std::move(trades);
  begin_tick();
  return true;
}

Display Runtime::display() const {
  Display out{.ticks = ticks_, .numbers = {}, .position = position()};
  const auto& nodes = plan_->nodes();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& outputs = nodes[i].kind->outputs;
    for (std::size_t output = 0; output < outputs.size(); ++output) {
      if (outputs[output].type != PortType::kNumber) continue;
      auto id = output == 0 ? nodes[i].id : nodes[i].id + "." + std::string(outputs[output].name);
      out.numbers.push_back({std::move(id), plan_->value<Number>(block(), i, output)});
    }
  }
  return out;
}

const Position& Runtime::position() const {
  static const Position kNone;
  return position_ ? plan_->value<Position>(block(), *position_) : kNone;
}

}  // namespace zestron::agent
