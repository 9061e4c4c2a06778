// What the differential campaign must know of agent_factory.
#pragma once

#include <grapnel/testing/life.hpp>

#include <agent_factory/instructions.hpp>
#include <governance/registry.hpp>

namespace agent_factory::test {

// Governance lists some keys as quote mints; a created agent names one of the others too.
inline void prepare(grapnel::testing::World& world) {
  for (const Pubkey& mint : world.people) {
    governance::MintEntry entry{};
    entry.version = governance::kLayoutVersion;
    entry.is_quote = mint == world.people.back() ? 0 : 1;
    entry.mint = mint;
    const Pubkey at = find_program_address(governance::kProgramId, governance::kMintSeed, mint).address;
    world.runtime.set_account(at, {Lamports{10'000'000}, client::account_data(entry), governance::kProgramId, false});
    world.learn(at);
  }
}

// Performance is mostly claimed by somebody who may, an agent mostly activated as one of the free ones (a generated life has no
// governance and no stake to show), a loss mostly bounded by a share.
inline void aim(const grapnel::testing::World& world, grapnel::testing::Source& source,
                grapnel::client::Instruction& instruction) {
  if (source.one_in(8)) return;
  if (grapnel::testing::calls<claim_performance>(instruction)) {
    const auto agent = world.runtime.state<AgentState>(instruction.accounts[0].key);
    if (agent && agent->executor_count > 0)
      instruction.accounts[1].key = agent->executors[source.below(agent->executor_count)];
  } else if (grapnel::testing::calls<activate_agent>(instruction)) {
    constexpr usize kGovernance = 3, kStake = 5;
    for (usize i = kGovernance; i <= kStake; ++i) instruction.accounts[i].key = kProgramId;
  } else if (grapnel::testing::calls<set_wallet_limits>(instruction)) {
    const auto bps = static_cast<u16>(source.below(kLossBpsMax + 1));
    instruction.data.end()[-2] = static_cast<u8>(bps);
    instruction.data.end()[-1] = static_cast<u8>(bps >> 8);
  }
}

// These are run and hardly ever succeed: they need what a generated life can't have, such as wallets that executed, token
// accounts, an inner program, entries that pass every rule of the allow list, a proof.
inline grapnel::testing::Rules differential_rules() {
  return {.prepare = prepare,
          .out_of_reach = {"update_performance", "set_allow_list", "agree", "set_allowance", "withdraw",
                           "withdraw_lamports", "beneficiary_execute", "verify_context", "execute"},
          .aim = aim};
}

}  // namespace agent_factory::test
