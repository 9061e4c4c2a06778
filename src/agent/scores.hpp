// What a model answered with as many numbers as were asked for, and which of them is largest. Sits between the modules of models/ that
// ask for inference and the answers that come back.
#pragma once

#include "agent/values.hpp"
#include "domain/event.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <variant>

namespace zestron::agent {

/// Fills `scores` and gives the place of the largest, the first of equals. nullopt, and nothing changed: another number of values, or
/// something that is no number, so not an answer of this model.
inline std::optional<std::size_t> take_scores(const domain::Answer& answer, Vector& scores) {
  const auto* tensor = std::get_if<domain::Answer::Tensor>(&answer.content);
  if (tensor == nullptr || tensor->values.size() != scores.capacity) return std::nullopt;
  if (!std::ranges::all_of(tensor->values, [](double value) { return std::isfinite(value); })) return std::nullopt;
  std::ranges::copy(tensor->values, scores.room().begin());
  scores.size = scores.capacity;
  return static_cast<std::size_t>(std::ranges::max_element(tensor->values) - tensor->values.begin());
}

}  // namespace zestron::agent
