// What the differential campaign must know of the escrow: mints of either token program, one of them with a fee, and the
// people's associated accounts. Some are missing, for the program to create.
#pragma once

#include <grapnel/programs/associated_token.hpp>
#include <grapnel/testing/life.hpp>
#include <grapnel/testing/token.hpp>
#include <instructions.hpp>

namespace escrow::test {

inline void prepare(grapnel::testing::World& world) {
  using namespace grapnel;
  using namespace grapnel::testing::token_accounts;
  constexpr u64 kFeeMint = 4;
  const auto put = [&](const Pubkey& key, const std::vector<u8>& data, const Pubkey& program) {
    world.runtime.set_account(key, {Lamports{10'000'000}, data, program, false});
    world.learn(key);
  };
  for (u64 number = 0; number <= kFeeMint; ++number) {
    const Pubkey& program = number < 3 ? Token::kId : Token2022::kId;
    const Pubkey mint = testing::key(3'000 + number);
    const auto data = mint_data({.authority = world.people[0], .supply = 1'000'000, .decimals = 6});
    put(mint, number == kFeeMint ? with_extensions(data, 1, testing::transfer_fee(100)) : data, program);
    for (u64 person = 0; person < world.people.size(); ++person) {
      if ((person + number) % 4 == 3) continue;
      const Pubkey& wallet = world.people[person];
      const auto tokens = account_data({.mint = mint, .owner = wallet, .amount = 100'000});
      put(associated_token::find_address(wallet, mint, program).address,
          number == kFeeMint ? with_extensions(tokens, 2, {{2, std::vector<u8>(8)}}) : tokens, program);
    }
  }
}

// Who takes an offer pays what is wanted, or a little more or less.
inline void aim(const grapnel::testing::World& world, grapnel::testing::Source& source,
                grapnel::client::Instruction& instruction) {
  using namespace grapnel;
  constexpr usize kOfferAt = 4;
  if (!testing::calls<take>(instruction) || source.one_in(3)) return;
  const auto offer = world.runtime.state<Offer>(instruction.accounts[kOfferAt].key);
  if (!offer) return;
  const u64 with_fee = offer->wanted + offer->wanted / 50;
  testing::set_args<take>(instruction, {.pay = with_fee + source.below(4) - 1, .receive_min = source.below(8)});
}

inline grapnel::testing::Rules differential_rules() { return {.prepare = prepare, .aim = aim}; }

}  // namespace escrow::test
