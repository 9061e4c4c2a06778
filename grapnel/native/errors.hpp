// Errors inside the native runtime. They unwind a program's frames as the real runtime would drop them, and are caught
// where the instruction was started.
#pragma once

#include <grapnel/integers.hpp>

#include <string>

namespace grapnel::native {

struct InstructionError {
  u64 code;
  std::string text;
};

// Those that a program can return have numbers (solana-program-error, n << 32); the rest are only texts.
inline constexpr u64 kNoNumber = ~u64{0};

InstructionError error_of_code(u64 code);
InstructionError error_of_text(std::string text);

}  // namespace grapnel::native
