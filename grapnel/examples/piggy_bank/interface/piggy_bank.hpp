// The piggy bank's account, events and errors: what program and clients share.
#pragma once

#include <grapnel/grapnel.hpp>

namespace piggy_bank {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "3BGmAZyoDbjb1ikQuGHuU4Dnetfjp6nQ8sQfm8WwCBE2"_pubkey;

// At "piggy", the owner, the number. What it holds above its rent is saved.
struct PiggyBank {
  Pubkey owner;
  u64 number;
  i64 unlock_at;  // unix seconds; in the past: not locked
  u8 bump;
  Array<u8, 7> reserved;
};

struct Opened {
  Pubkey owner;
  u64 number;
  i64 unlock_at;
};

struct Deposited {
  Pubkey bank;
  Pubkey from;
  Lamports amount;
  Lamports saved;  // in all, afterwards
};

struct Withdrawn {
  Pubkey bank;
  Lamports amount;
  Lamports saved;
};

struct Closed {
  Pubkey bank;
  Lamports saved;  // what the owner got beside the rent
};

enum class PiggyBankError : u32 { AmountIsZero = 6000, StillLocked, NotSaved, Shortened };

constexpr Text message(PiggyBankError error) {
  switch (error) {
    case PiggyBankError::AmountIsZero: return "An amount must not be zero";
    case PiggyBankError::StillLocked: return "The bank is locked until its time has come";
    case PiggyBankError::NotSaved: return "The bank has not saved that much";
    case PiggyBankError::Shortened: return "A lock can be made longer, not shorter";
  }
  return {};
}

}  // namespace piggy_bank
