// The account by which programs read the instructions of their transaction. Made by Execution from the message as programs
// see it (message.hpp).
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/native/account.hpp>

#include <span>

namespace grapnel::native {

bool names_instructions_sysvar(std::span<const client::Instruction> message);

// The account's content while the instruction `current` runs.
Account instructions_account(std::span<const client::Instruction> message, usize current);

}  // namespace grapnel::native
