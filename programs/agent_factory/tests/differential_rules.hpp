// What the differential campaign must know of agent_factory.
#pragma once

#include <grapnel/testing/life.hpp>

#include <agent_factory/instructions.hpp>

namespace agent_factory::test {

// Performance is mostly claimed by somebody who may.
inline void aim(const grapnel::testing::World& world, grapnel::testing::Source& source,
                grapnel::client::Instruction& instruction) {
  if (!grapnel::testing::calls<claim_performance>(instruction) || source.one_in(8)) return;
  const auto agent = world.runtime.state<AgentState>(instruction.accounts[0].key);
  if (agent && agent->executor_count > 0)
    instruction.accounts[1].key = agent->executors[source.below(agent->executor_count)];
}

// A generated life opens no wallet with an agreement and an allow list, so these are run and always fail.
inline grapnel::testing::Rules differential_rules() {
  return {.out_of_reach = {"update_performance", "execute"}, .aim = aim};
}

}  // namespace agent_factory::test
