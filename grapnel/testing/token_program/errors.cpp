#include "errors.hpp"

#include <array>

namespace grapnel::testing::token_program_detail {
namespace {

constexpr u64 kCustomZero = u64{1} << 32;

constexpr std::array<std::string_view, 20> kTokenLines = {
    "Error: Lamport balance below rent-exempt threshold",
    "Error: insufficient funds",
    "Error: Invalid Mint",
    "Error: Account not associated with this Mint",
    "Error: owner does not match",
    "Error: the total supply of this token is fixed",
    "Error: account or token already in use",
    "Error: Invalid number of provided signers",
    "Error: Invalid number of required signers",
    "Error: State is uninitialized",
    "Error: Instruction does not support native tokens",
    "Error: Non-native account can only be closed if its balance is zero",
    "Error: Invalid instruction",
    "Error: Invalid account state for operation",
    "Error: Operation overflowed",
    "Error: Account does not support specified authority type",
    "Error: This token mint cannot freeze accounts",
    "Error: Account is frozen",
    "Error: decimals different from the Mint decimals",
    "Error: Instruction does not support non-native tokens",
};

std::string_view line_of(ProgramError error) {
  switch (error) {
    case ProgramError::InvalidArgument: return "Error: InvalidArgument";
    case ProgramError::InvalidInstructionData: return "Error: InvalidInstructionData";
    case ProgramError::InvalidAccountData: return "Error: InvalidAccountData";
    case ProgramError::IncorrectProgramId: return "Error: IncorrectProgramId";
    case ProgramError::MissingRequiredSignature: return "Error: MissingRequiredSignature";
    case ProgramError::UninitializedAccount: return "Error: UninitializedAccount";
    case ProgramError::NotEnoughAccountKeys: return "Error: NotEnoughAccountKeys";
    case ProgramError::InvalidSeeds: return "Error: InvalidSeeds";
    case ProgramError::IllegalOwner: return "Error: IllegalOwner";
  }
  return {};
}

}  // namespace

Refusal refusal(TokenError error) {
  const u64 number = static_cast<u64>(error);
  return {number == 0 ? kCustomZero : number, kTokenLines[number]};
}
Refusal refusal(ProgramError error) { return {static_cast<u64>(error) << 32, line_of(error)}; }

}  // namespace grapnel::testing::token_program_detail
