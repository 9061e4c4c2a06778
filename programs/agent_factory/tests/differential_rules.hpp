// What the differential campaign must know of agent_factory.
#pragma once

#include <grapnel/testing/life.hpp>

namespace agent_factory::test {

// update_performance folds wallets, which no instruction of this program makes: it is run, and always fails.
inline grapnel::testing::Rules differential_rules() { return {.out_of_reach = {"update_performance"}}; }

}  // namespace agent_factory::test
