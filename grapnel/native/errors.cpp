#include "errors.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace grapnel::native {
namespace {

// solana-program-error: ProgramError to u64 is (index + 1) << 32, the text is its Display.
constexpr std::array<std::string_view, 15> kTexts = {
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
    "Failed to reallocate account data",
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
