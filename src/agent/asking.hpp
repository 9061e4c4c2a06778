// How a module that asks the outside keeps track of it: one request at a time, the newest counts, and no answer but to that one is
// looked at. Sits between the modules of models/ and actions/ and the events that answer them.
#pragma once

#include "agent/kind.hpp"

#include <cstdint>
#include <utility>

namespace zestron::agent {

/// Part of a module's state.
struct Asking {
  std::uint64_t sequence = 0;  ///< of the newest request
  std::int64_t asked_ms = 0;
  bool waiting = false;

  /// Replaces what was asked before.
  template <class Content>
  void ask(const Frame& frame, Content content) {
    waiting = true;
    asked_ms = frame.event().now.value();
    frame.ask(++sequence, std::move(content));
  }

  /// The answer to the newest request, once; nullptr when the event is anything else.
  [[nodiscard]] const domain::Answer* take(const Frame& frame) {
    const auto* answer = frame.what<domain::Answer>();
    if (answer == nullptr || !waiting || answer->sequence != sequence || answer->node != frame.id()) return nullptr;
    waiting = false;
    return answer;
  }

  /// True while an answer may still come: a second question is not asked meanwhile.
  [[nodiscard]] bool patient(const Frame& frame, std::int64_t timeout_ms) const {
    return waiting && frame.event().now.value() - asked_ms < timeout_ms;
  }
};

}  // namespace zestron::agent
