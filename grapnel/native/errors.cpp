#include "errors.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace grapnel::native {
namespace {

// What solana-instruction-error makes of a program's number, (index + 1) << 32, in its Display's words.
constexpr std::array<std::string_view, 26> kTexts = {
    "custom program error: 0x0",
    "invalid program argument",
    "invalid instruction data",
    "invalid account data for instruction",
    "account data too small for instruction",
    "insufficient funds for instruction",
    "incorrect program id for instruction",
    "missing required signature for instruction",
    "instruction requires an uninitialized account",
    "instruction requires an initialized account",
    "insufficient account keys for instruction",
    "instruction tries to borrow reference for an account which is already borrowed",
    "Length of the seed is too long for address generation",
    "Provided seeds do not result in a valid address",
    "Failed to serialize or deserialize account data",
    "An account does not have enough lamports to be rent-exempt",
    "Unsupported sysvar",
    "Provided owner is not allowed",
    "Accounts data allocations exceeded the maximum allowed per transaction",
    "Failed to reallocate account data",
    "Max instruction trace length exceeded",
    "Builtin programs must consume compute units",
    "Invalid account owner",
    "Program arithmetic overflowed",
    "Account is immutable",
    "Incorrect authority provided",
};

}  // namespace

InstructionError error_of_code(u64 code) {
  if (code < u64{1} << 32) return {code, fmt::format("custom program error: {:#x}", code)};
  const u64 index = (code >> 32) - 1;
  if ((code & 0xffffffff) == 0 && index < kTexts.size()) return {code, std::string(kTexts[index])};
  return {code, "program returned invalid error code"};
}

InstructionError error_of_text(std::string text) {
  for (usize i = 0; i < kTexts.size(); ++i) {
    if (kTexts[i] == text) return {(i + 1) << 32, std::move(text)};
  }
  return {kNoNumber, std::move(text)};
}

}  // namespace grapnel::native
