// An instruction as an attacker would send it: another account at one place, a signature left out. Host only.
//
//   EXPECT_TRUE(fails(chain.run(with(paying(), 2, key(41))), ErrorCode::ConstraintHasOne));
#pragma once

#include <grapnel/client/client.hpp>

namespace grapnel::testing {

inline client::Instruction with(client::Instruction instruction, usize at, const Pubkey& key) {
  instruction.accounts[at].key = key;
  return instruction;
}
inline client::Instruction without_signature(client::Instruction instruction, usize at) {
  instruction.accounts[at].is_signer = false;
  return instruction;
}

}  // namespace grapnel::testing
