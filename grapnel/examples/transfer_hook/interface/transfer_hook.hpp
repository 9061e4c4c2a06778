// A transfer hook of Token-2022: each mint has a rule that counts its transfers, and each wallet an allowance of what it may
// receive. Accounts, events and errors, what program and clients share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <grapnel/programs/token_2022.hpp>

namespace transfer_hook {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "4nQ4cygKvJtBj5Wsmh5RN2FYHEWWgyoy15kBGQLABju9"_pubkey;

// sha256("spl-transfer-hook-interface:execute")[..8]
inline constexpr Array<u8, 8> kExecute{{105, 37, 101, 197, 75, 251, 102, 26}};

// How the interface writes down an account that execute takes beside its five: by address, or by seeds of one.
struct ExtraMeta {
  enum class Kind : u8 { Address, OwnAddress };  // OwnAddress: derived from the hook's program by the seeds in `config`
  Kind kind;
  Array<u8, 32> config;
  bool is_signer;
  bool is_writable;
};

// What Token-2022 and clients read to know them, at "extra-account-metas", the mint. The interface finds it by execute's
// discriminator.
struct ExtraMetas {
  static constexpr Array<u8, 8> kDiscriminator = kExecute;
  Array<u8, 4> length;  // of what follows, in bytes; bytes, because nothing in this layout is aligned
  Array<u8, 4> count;
  ExtraMeta rule;
  ExtraMeta allowance;
};

// At "rule", the mint.
struct Rule {
  Pubkey mint;
  Pubkey authority;
  u64 transfers;
  u64 moved;  // tokens in all; counts up to its end
};

// At "allowance", the mint, the wallet.
struct Allowance {
  Pubkey mint;
  Pubkey wallet;
  u64 left;
};

struct Allowed {
  Pubkey mint;
  Pubkey wallet;
  u64 left;
};

struct Moved {
  Pubkey mint;
  Pubkey to;  // the wallet
  u64 amount;
  u64 left;
};

enum class HookError : u32 { NotTransferring = 6000, AmountIsZero, NotAllowed, NotOfThisMint };

constexpr Text message(HookError error) {
  switch (error) {
    case HookError::NotTransferring: return "The hook is Token-2022's to call, in a transfer";
    case HookError::AmountIsZero: return "An amount must not be zero";
    case HookError::NotAllowed: return "The receiving wallet may not receive that much";
    case HookError::NotOfThisMint: return "The mint's hook is another program";
  }
  return {};
}

}  // namespace transfer_hook
