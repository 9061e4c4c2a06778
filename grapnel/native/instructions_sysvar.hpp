// What the runtime makes of a transaction's message before it runs: the rights of each account, and the account by which
// programs read the instructions.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/native/account.hpp>

#include <span>
#include <vector>

namespace grapnel::native {

// A message has one set of rights an account, the sum of what its instructions ask for.
std::vector<client::Instruction> with_merged_rights(std::span<const client::Instruction> instructions);

bool names_instructions_sysvar(std::span<const client::Instruction> message);

// The account's content while the instruction `current` runs.
Account instructions_account(std::span<const client::Instruction> message, usize current);

}  // namespace grapnel::native
