// What the differential campaign must know of the hook: mints and token accounts are Token-2022's to make, and it isn't part
// of the campaign. So they lie there, some of the accounts as in the middle of a transfer.
#pragma once

#include <grapnel/testing/life.hpp>
#include <grapnel/testing/token_accounts.hpp>
#include <transfer_hook.hpp>

namespace transfer_hook::test {

inline grapnel::testing::Rules differential_rules() {
  return {.prepare = [](grapnel::testing::World& world) {
    using namespace grapnel::testing::token_accounts;
    const auto put = [&](const Pubkey& key, const std::vector<u8>& data) {
      world.runtime.set_account(key, {Lamports{10'000'000}, data, Token2022::kId, false});
      world.learn(key);
    };
    for (u64 number = 0; number < 4; ++number) {
      const Pubkey mint = grapnel::testing::key(3'000 + number);
      std::vector<u8> hook;
      append(hook, world.people[number]);
      append(hook, kProgramId);
      put(mint, with_extensions(mint_data({.authority = world.people[number], .supply = 1}), 1, {{14, hook}}));
      for (u64 holder = 0; holder < world.people.size(); ++holder) {
        const auto account = account_data({.mint = mint, .owner = world.people[holder], .amount = 1});
        put(grapnel::testing::key(3'100 + 10 * number + holder), with_extensions(account, 2, {{15, {u8(holder > 0)}}}));
      }
    }
  }};
}

}  // namespace transfer_hook::test
