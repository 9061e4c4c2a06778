// What the differential campaign must know of the piggy bank: amounts that are saved there.
#pragma once

#include <grapnel/testing/life.hpp>
#include <instructions.hpp>

namespace piggy_bank::test {

inline void aim(const grapnel::testing::World& world, grapnel::testing::Source& source,
                grapnel::client::Instruction& instruction) {
  if (!grapnel::testing::calls<withdraw>(instruction) || source.one_in(3)) return;
  const auto& bank = world.runtime.account(instruction.accounts[0].key);
  const Checked<u64> saved = bank.lamports - world.runtime.rent.minimum_balance(bank.data.size());
  if (saved && saved.value() > 0)
    grapnel::testing::set_args<withdraw>(instruction, {.amount = Lamports{1 + source.below(saved.value())}});
}

inline grapnel::testing::Rules differential_rules() { return {.aim = aim}; }

}  // namespace piggy_bank::test
