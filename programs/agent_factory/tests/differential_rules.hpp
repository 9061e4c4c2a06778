// What the differential campaign must know of agent_factory.
#pragma once

#include <grapnel/testing/life.hpp>

namespace agent_factory::test {

// These are run and always fail: they need what a generated life can't have, such as wallets that executed, token accounts,
// an inner program, a retired agent's context.
inline grapnel::testing::Rules differential_rules() {
  return {.out_of_reach = {"update_performance", "set_allow_list", "agree", "set_allowance", "withdraw",
                           "withdraw_lamports", "beneficiary_execute", "close_wallet", "commit_context",
                           "verify_context", "close_context", "execute"}};
}

}  // namespace agent_factory::test
