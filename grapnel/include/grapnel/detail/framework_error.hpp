// Anchor's error numbers that the framework raises, with the names and messages its clients know
// (anchor lang/error/src/lib.rs), and ErrorSet, by which a module keeps only those that its types can raise.
#pragma once

#include <grapnel/detail/error_record.hpp>

namespace grapnel {

enum class ErrorCode : u32 {
  InstructionFallbackNotFound = 101,
  InstructionDidNotDeserialize = 102,
  InstructionDidNotSerialize = 103,
  ConstraintMut = 2000,
  ConstraintHasOne = 2001,
  ConstraintSigner = 2002,
  ConstraintOwner = 2004,
  ConstraintRentExempt = 2005,
  ConstraintSeeds = 2006,
  ConstraintExecutable = 2007,
  ConstraintAssociated = 2009,
  ConstraintClose = 2011,
  ConstraintAddress = 2012,
  ConstraintTokenMint = 2014,
  ConstraintTokenOwner = 2015,
  ConstraintMintMintAuthority = 2016,
  ConstraintMintFreezeAuthority = 2017,
  ConstraintMintDecimals = 2018,
  ConstraintSpace = 2019,
  ConstraintTokenTokenProgram = 2021,
  ConstraintMintTokenProgram = 2022,
  ConstraintAssociatedTokenTokenProgram = 2023,
  ConstraintDuplicateMutableAccount = 2040,
  RequireViolated = 2500,
  AccountDiscriminatorNotFound = 3001,
  AccountDiscriminatorMismatch = 3002,
  AccountDidNotDeserialize = 3003,
  AccountDidNotSerialize = 3004,
  AccountNotEnoughKeys = 3005,
  AccountOwnedByWrongProgram = 3007,
  InvalidProgramId = 3008,
  InvalidProgramExecutable = 3009,
  AccountNotSigner = 3010,
  AccountNotInitialized = 3012,
  AccountSysvarMismatch = 3015,
  AccountReallocExceedsLimit = 3016,
};

namespace detail {

struct FrameworkError {
  ErrorCode code;
  Text name;
  Text message;
};

inline constexpr FrameworkError kFrameworkErrors[] = {
    {ErrorCode::InstructionFallbackNotFound, "InstructionFallbackNotFound", "Fallback functions are not supported"},
    {ErrorCode::InstructionDidNotDeserialize, "InstructionDidNotDeserialize",
     "The program could not deserialize the given instruction"},
    {ErrorCode::InstructionDidNotSerialize, "InstructionDidNotSerialize",
     "The program could not serialize the given instruction"},
    {ErrorCode::ConstraintMut, "ConstraintMut", "A mut constraint was violated"},
    {ErrorCode::ConstraintHasOne, "ConstraintHasOne", "A has one constraint was violated"},
    {ErrorCode::ConstraintSigner, "ConstraintSigner", "A signer constraint was violated"},
    {ErrorCode::ConstraintOwner, "ConstraintOwner", "An owner constraint was violated"},
    {ErrorCode::ConstraintRentExempt, "ConstraintRentExempt", "A rent exemption constraint was violated"},
    {ErrorCode::ConstraintSeeds, "ConstraintSeeds", "A seeds constraint was violated"},
    {ErrorCode::ConstraintExecutable, "ConstraintExecutable", "An executable constraint was violated"},
    {ErrorCode::ConstraintAssociated, "ConstraintAssociated", "An associated constraint was violated"},
    {ErrorCode::ConstraintClose, "ConstraintClose", "A close constraint was violated"},
    {ErrorCode::ConstraintAddress, "ConstraintAddress", "An address constraint was violated"},
    {ErrorCode::ConstraintTokenMint, "ConstraintTokenMint", "A token mint constraint was violated"},
    {ErrorCode::ConstraintTokenOwner, "ConstraintTokenOwner", "A token owner constraint was violated"},
    {ErrorCode::ConstraintMintMintAuthority, "ConstraintMintMintAuthority",
     "A mint mint authority constraint was violated"},
    {ErrorCode::ConstraintMintFreezeAuthority, "ConstraintMintFreezeAuthority",
     "A mint freeze authority constraint was violated"},
    {ErrorCode::ConstraintMintDecimals, "ConstraintMintDecimals", "A mint decimals constraint was violated"},
    {ErrorCode::ConstraintSpace, "ConstraintSpace", "A space constraint was violated"},
    {ErrorCode::ConstraintTokenTokenProgram, "ConstraintTokenTokenProgram",
     "A token account token program constraint was violated"},
    {ErrorCode::ConstraintMintTokenProgram, "ConstraintMintTokenProgram",
     "A mint token program constraint was violated"},
    {ErrorCode::ConstraintAssociatedTokenTokenProgram, "ConstraintAssociatedTokenTokenProgram",
     "An associated token account token program constraint was violated"},
    {ErrorCode::ConstraintDuplicateMutableAccount, "ConstraintDuplicateMutableAccount",
     "A duplicate mutable account constraint was violated"},
    {ErrorCode::RequireViolated, "RequireViolated", "A require expression was violated"},
    {ErrorCode::AccountDiscriminatorNotFound, "AccountDiscriminatorNotFound",
     "No discriminator was found on the account"},
    {ErrorCode::AccountDiscriminatorMismatch, "AccountDiscriminatorMismatch",
     "Account discriminator did not match what was expected"},
    {ErrorCode::AccountDidNotDeserialize, "AccountDidNotDeserialize", "Failed to deserialize the account"},
    {ErrorCode::AccountDidNotSerialize, "AccountDidNotSerialize", "Failed to serialize the account"},
    {ErrorCode::AccountNotEnoughKeys, "AccountNotEnoughKeys", "Not enough account keys given to the instruction"},
    {ErrorCode::AccountOwnedByWrongProgram, "AccountOwnedByWrongProgram",
     "The given account is owned by a different program than expected"},
    {ErrorCode::InvalidProgramId, "InvalidProgramId", "Program ID was not as expected"},
    {ErrorCode::InvalidProgramExecutable, "InvalidProgramExecutable", "Program account is not executable"},
    {ErrorCode::AccountNotSigner, "AccountNotSigner", "The given account did not sign"},
    {ErrorCode::AccountNotInitialized, "AccountNotInitialized",
     "The program expected this account to be already initialized"},
    {ErrorCode::AccountSysvarMismatch, "AccountSysvarMismatch",
     "The given public key does not match the required sysvar"},
    {ErrorCode::AccountReallocExceedsLimit, "AccountReallocExceedsLimit",
     "The account reallocation exceeds the MAX_PERMITTED_DATA_INCREASE limit"},
};
inline constexpr usize kFrameworkErrorCount = sizeof kFrameworkErrors / sizeof *kFrameworkErrors;

consteval usize framework_error_index(ErrorCode code) {
  for (usize i = 0; i < kFrameworkErrorCount; ++i) {
    if (kFrameworkErrors[i].code == code) return i;
  }
  __builtin_trap();  // the code is missing in kFrameworkErrors
}

}  // namespace detail

struct ErrorSet {
  u64 bits = 0;

  template <class... Code>
  static consteval ErrorSet of(Code... code) {
    return {(u64{0} | ... | (u64{1} << detail::framework_error_index(code)))};
  }
  constexpr bool contains(usize index) const { return (bits >> index & 1) != 0; }
  friend constexpr ErrorSet operator|(ErrorSet a, ErrorSet b) { return {a.bits | b.bits}; }
};

}  // namespace grapnel
