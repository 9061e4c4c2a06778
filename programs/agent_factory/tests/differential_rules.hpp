// What the differential campaign must know of agent_factory.
#pragma once

#include <grapnel/testing/life.hpp>

namespace agent_factory::test {

// A generated life opens no wallet with an agreement and an allow list, so these are run and always fail.
inline grapnel::testing::Rules differential_rules() { return {.out_of_reach = {"update_performance", "execute"}}; }

}  // namespace agent_factory::test
