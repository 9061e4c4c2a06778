// Events of wallets, purses and context roots.
#pragma once

#include <agent_factory/agent_state.hpp>
#include <agent_factory/wallet_arguments.hpp>

namespace agent_factory {

struct WalletOpened {
  Pubkey wallet;
  Pubkey agent;
  Pubkey beneficiary;
  Pubkey license;
  u64 first_nonce;
};

struct WalletAgreed {
  Pubkey wallet;
  Hash256 terms;
  Pubkey license;
};

// `kind` as AllowanceKind, from 0; `mint_count` after it.
struct AllowanceChanged {
  Pubkey wallet;
  Pubkey mint;
  u64 cap;
  u64 window_s;
  u8 kind;
  u8 unpriced_allowed;
  u8 unreturned_allowed;
  u8 mint_count;
  Array<u8, 4> reserved;
};

struct WalletLimitsChanged {
  Pubkey wallet;
  u64 flat_fee;
  u16 max_loss_bps;
  Array<u8, 6> reserved;
};

// What left the wallet's account; less may have arrived where the mint keeps a fee.
struct Withdrawn {
  Pubkey wallet;
  Pubkey mint;
  Pubkey to;
  u64 amount;
};

struct LamportsWithdrawn {
  Pubkey wallet;
  Pubkey to;
  Lamports amount;
};

struct WalletClosed {
  Pubkey wallet;
  Pubkey beneficiary;
  u64 uses;
  Lamports returned;  // the wallet's rent and the purse
};

struct BeneficiaryExecuted {
  Pubkey wallet;
  Pubkey program;
};

struct ContextOpened {
  Pubkey agent;
  u64 interval_slots;
};

struct ContextCommitted {
  Pubkey agent;
  u64 slot;
  u64 index;  // of the leaf
  Hash256 root;
};

struct ContextClosed {
  Pubkey agent;
  u64 leaf_count;
};

}  // namespace agent_factory
