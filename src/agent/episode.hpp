// An agent on a stretch of ticks, whose model is whoever calls: it goes on until the graph asks for an inference, and takes the
// answer. What trains a policy (python/) and what runs one are therefore the same graph, fills and costs.
#pragma once

#include "agent/config.hpp"
#include "agent/runtime.hpp"
#include "domain/request.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace zestron::agent {

class Episode {
 public:
  /// `ticks` outlive it. Slots count from 1, as in a backtest.
  Episode(const Config& config, std::span<const domain::Tick> ticks);

  /// Feeds ticks until one makes the graph ask, and says what it asks. nullptr: the ticks are over. Valid until the next call.
  /// Only the first question of a tick is seen; a graph that trains has one model.
  const domain::Inference* next();
  /// To the newest question, at most once. Left out, the graph decides as if nothing had come back.
  void answer(std::span<const double> values);

  [[nodiscard]] const Position& position() const { return runtime_.position(); }
  /// How many ticks were fed.
  [[nodiscard]] std::size_t fed() const { return fed_; }

 private:
  [[nodiscard]] domain::ContextView view() const;

  Runtime runtime_;
  std::span<const domain::Tick> ticks_;
  std::size_t fed_ = 0;
  std::optional<domain::Request> asked_;
};

}  // namespace zestron::agent
