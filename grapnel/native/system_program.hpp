// The System program of the native runtime: the four instructions that programs call.
#pragma once

#include <grapnel/client/client.hpp>

#include <span>
#include <string>
#include <vector>

#include "input_buffer.hpp"

namespace grapnel::native {

// Throws InstructionError. `logs` gets the lines that the real one writes.
void run_system_program(Ledger& ledger, std::span<const client::Meta> metas, std::span<const u8> data,
                        std::vector<std::string>& logs);

}  // namespace grapnel::native
