#include "agent/runtime.hpp"

#include <utility>

namespace zestron::agent {

Runtime::Runtime(const Config& config, const Pubkey& agent) : agent_(agent), feed_(config.market().feed) {
  std::vector<Output> outputs;
  for (const auto& node : config.nodes()) {
    std::vector<Output> inputs;
    for (std::size_t port = 0; port < node.inputs.size(); ++port) {
      inputs.push_back(as(node.kind->inputs[port].type, outputs[node.inputs[port]]));
    }
    modules_.push_back(node.kind->make(node.params, inputs));
    outputs.push_back(modules_.back()->output());
    if (const auto* number = std::get_if<const Number*>(&outputs.back())) {
      numbers_.push_back(*number);
      display_.numbers.push_back({node.id, **number});
    }
    if (const auto* position = std::get_if<const Position*>(&outputs.back())) position_ = *position;
  }
  if (position_ != nullptr) display_.position = *position_;
}

Runtime::Runtime(Runtime&&) noexcept = default;
Runtime& Runtime::operator=(Runtime&&) noexcept = default;
Runtime::~Runtime() = default;

Step Runtime::on_tick(const domain::ContextView& view) {
  if (view.tick.feed != feed_) return {};
  intents_.clear();
  for (const auto& module : modules_) {
    Wishes wishes;
    module->step(view, wishes);
    if (wishes.action) intents_.push_back({agent_, view.slot, ++sequence_, *std::move(wishes.action)});
  }
  ++display_.ticks;
  for (std::size_t i = 0; i < numbers_.size(); ++i) display_.numbers[i].number = *numbers_[i];
  Step step{.intents = intents_};
  if (position_ != nullptr) {
    display_.position = *position_;
    if (position_->opened) step.opened = &*position_->opened;
    if (position_->closed) {
      trades_.push_back(*position_->closed);
      step.closed = &trades_.back();
    }
  }
  return step;
}

}  // namespace zestron::agent
