// How the token programs refuse: by a number and, where the program logs it, a line. Thrown by an instruction and caught in
// the entrypoint; the transaction ends with it, so nothing that was written stays.
#pragma once

#include <grapnel/integers.hpp>

#include <string_view>

namespace grapnel::testing::token_program_detail {

// solana-program/token pinocchio/interface/src/error.rs
enum class TokenError : u32 {
  NotRentExempt,
  InsufficientFunds,
  InvalidMint,
  MintMismatch,
  OwnerMismatch,
  FixedSupply,
  AlreadyInUse,
  InvalidNumberOfProvidedSigners,
  InvalidNumberOfRequiredSigners,
  UninitializedState,
  NativeNotSupported,
  NonNativeHasBalance,
  InvalidInstruction,
  InvalidState,
  Overflow,
  AuthorityTypeNotSupported,
  MintCannotFreeze,
  AccountFrozen,
  MintDecimalsMismatch,
  NonNativeNotSupported,
};

// Those of solana-program-error that the two programs use; the number is the upper half of the code.
enum class ProgramError : u32 {
  InvalidArgument = 2,
  InvalidInstructionData = 3,
  InvalidAccountData = 4,
  IncorrectProgramId = 7,
  MissingRequiredSignature = 8,
  UninitializedAccount = 10,
  NotEnoughAccountKeys = 11,
  InvalidSeeds = 14,
  IllegalOwner = 18,
};

struct Refusal {
  u64 code;
  std::string_view line;  // what p-token logs
};

Refusal refusal(TokenError error);
Refusal refusal(ProgramError error);

template <class Error>
[[noreturn]] void refuse(Error error) {
  throw refusal(error);
}

}  // namespace grapnel::testing::token_program_detail
