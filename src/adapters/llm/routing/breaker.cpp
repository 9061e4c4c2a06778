#include "adapters/llm/routing/breaker.hpp"

#include <algorithm>

namespace zestron::llm {

Breaker::State Breaker::state(Millis now) const {
  if (!open_) return State::kClosed;
  return now - opened_ >= open_for_ ? State::kHalfOpen : State::kOpen;
}

bool Breaker::allows(Millis now) const {
  switch (state(now)) {
    case State::kClosed: return true;
    case State::kOpen: return false;
    case State::kHalfOpen: return !trial_;
  }
  return false;
}

void Breaker::begin(Millis now) {
  if (state(now) == State::kHalfOpen) trial_ = true;
}

void Breaker::succeeded() {
  open_ = false;
  trial_ = false;
  failures_ = 0;
  open_for_ = options_.open;
}

void Breaker::failed(Millis now) {
  const auto was = state(now);
  if (was == State::kHalfOpen) {
    open_for_ = std::min(open_for_ * 2, options_.open_max);
  } else if (was == State::kClosed && ++failures_ < options_.failures_to_open) {
    return;
  } else if (was == State::kOpen) {
    return;  // an exchange that began before: the provider is left alone already
  }
  open_ = true;
  trial_ = false;
  opened_ = now;
}

}  // namespace zestron::llm
