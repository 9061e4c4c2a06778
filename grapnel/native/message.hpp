// What a message makes of the accounts that its instructions name: one set of rights for each key, and none to write for
// keys that the runtime reserves. Under Execution.
#pragma once

#include <grapnel/client/client.hpp>

#include <span>
#include <vector>

namespace grapnel::native {

// The instructions as programs see them.
std::vector<client::Instruction> as_message(std::span<const client::Instruction> instructions);

}  // namespace grapnel::native
