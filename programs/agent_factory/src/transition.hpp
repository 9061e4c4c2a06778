// How an instruction asks the lifecycle table: the one place where `lifecycle` is written.
#pragma once

#include <agent_factory/agent_factory.hpp>

namespace agent_factory {

namespace transition_detail {

struct Steps {
  Step from[kLifecycleCount];
};
template <Action A, Role R>
inline constexpr Steps kSteps = [] {
  Steps steps;
  for (usize state = 0; state < kLifecycleCount; ++state) {
    steps.from[state] = step_of(static_cast<Lifecycle>(state), A, R);
  }
  return steps;
}();

}  // namespace transition_detail

// Fails with the table's or the guard's error, or writes the state that the step leads to. `now`: unix seconds, unused
// unless some state's guard for this action and role looks at the time.
template <Action A, Role R>
[[gnu::always_inline]] inline Result<> take_step(AgentState& agent, i64 now = 0) {
  const Step& step = transition_detail::kSteps<A, R>.from[static_cast<usize>(agent.lifecycle)];
  if (!step.allowed()) return fail(step.error);
  const GuardResult guard = check(step.guard, agent, now);
  if (!guard.holds) return fail(guard.error);
  agent.lifecycle = target_of(step.move, agent);
  return ok;
}

// The same question of an agent that is only read: for actions that leave it in its state, without a guard.
template <Action A, Role R>
[[gnu::always_inline]] inline Result<> allows(const AgentState& agent) {
  static_assert([] {
    for (const Step& step : transition_detail::kSteps<A, R>.from) {
      if (step.allowed() && (step.move != Move::Stay || step.guard != Guard::None)) return false;
    }
    return true;
  }());
  const Step& step = transition_detail::kSteps<A, R>.from[static_cast<usize>(agent.lifecycle)];
  if (!step.allowed()) return fail(step.error);
  return ok;
}

}  // namespace agent_factory
