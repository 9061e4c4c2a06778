#include "agent/episode.hpp"

#include "base/assert.hpp"
#include "context/assemble.hpp"

#include <algorithm>

namespace zestron::agent {

Episode::Episode(const Config& config, std::span<const domain::Tick> ticks)
    : runtime_(config, Pubkey{}), ticks_(ticks) {}

// Of the newest tick.
domain::ContextView Episode::view() const {
  const auto view = context::assemble(Slot(fed_), UnixSeconds(0), ticks_[fed_ - 1]);
  ZESTRON_ASSERT(view.has_value());  // ticks come from a market source, which gives no others
  return *view;
}

const domain::Inference* Episode::next() {
  asked_.reset();
  while (fed_ < ticks_.size()) {
    ++fed_;
    const auto step = runtime_.on_tick(view());
    const auto asks = [](const domain::Request& request) {
      return std::holds_alternative<domain::Inference>(request.content);
    };
    const auto found = std::ranges::find_if(step.requests, asks);
    if (found == step.requests.end()) continue;
    asked_ = *found;
    return &std::get<domain::Inference>(asked_->content);
  }
  return nullptr;
}

void Episode::answer(std::span<const double> values) {
  if (!asked_) return;
  const auto now = view();
  const domain::Answer::Tensor tensor{{values.begin(), values.end()}};
  runtime_.on_event({now.slot, now.now, domain::Answer{asked_->node, asked_->sequence, tensor}});
  asked_.reset();
}

}  // namespace zestron::agent
