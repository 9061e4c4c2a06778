// Account rules: whether an inner instruction is one that the agent's allow list names, with the right accounts where it
// hands out value or authority, and whose signature may go with it. Functions of bytes only; `execute` and the host's
// check of an instruction ask the same ones.
#pragma once

#include <agent_factory/allow_entry.hpp>
#include <grapnel/programs/token.hpp>
#include <grapnel/system.hpp>

namespace agent_factory {

// Who a wallet is, towards other programs.
struct WalletKeys {
  const Pubkey& wallet;
  const Pubkey& purse;
};

// Whether `data` starts with the entry's prefix.
constexpr bool has_prefix(const AllowEntry& entry, const u8* data, u64 size) {
  if (entry.prefix_size > kInstructionPrefixMax || size < entry.prefix_size) return false;
  for (usize at = 0; at < entry.prefix_size; ++at) {
    if (data[at] != entry.instruction_prefix[at]) return false;
  }
  return true;
}

inline bool is_token_program(const Pubkey& program) { return program == Token::kId || program == Token2022::kId; }

// Of the token programs nothing but Transfer and TransferChecked may be called: approvals, changes of authority, closing,
// burning and batches are refused whatever an entry says.
inline bool is_token_transfer(const u8* data, u64 size) {
  constexpr u8 kTransfer = 3;
  constexpr u8 kTransferChecked = 12;
  return size != 0 && (data[0] == kTransfer || data[0] == kTransferChecked);
}

inline bool is_system_owned(AccountView account) { return account.owner() == System::kId; }

// No data, no lamports, System's: an address that nothing stands at, where a called program may create an account.
inline bool is_unused(AccountView account) {
  return account.size() == 0 && account.lamports() == Lamports{0} && is_system_owned(account);
}

// A token account of either program, read at its offsets. Out of line: most instructions about wallets ask.
[[gnu::noinline]] inline const token_interface::Account* token_account(AccountView account) {
  const bool is_plain = account.owner() == Token::kId && token::Account::valid(account.bytes(), account.size());
  if (!is_plain &&
      !(account.owner() == Token2022::kId && token_2022::Account::valid(account.bytes(), account.size()))) {
    return nullptr;
  }
  // grapnel-lint: allow(untyped-data) valid() of its owner, just above, says what it is
  return reinterpret_cast<const token_interface::Account*>(account.bytes());
}

inline bool is_token_account_of(AccountView account, const Pubkey& authority) {
  const auto* found = token_account(account);
  return found != nullptr && found->owner == authority;
}

// An account of the called program that names the wallet where the entry says.
inline bool is_position_of(AccountView account, const AllowEntry& entry, const Pubkey& wallet) {
  const u64 end = u64{entry.position_owner_offset} + sizeof(Pubkey);
  return account.owner() == entry.program && account.size() >= end &&
         load<Pubkey>(account.bytes() + entry.position_owner_offset) == wallet;
}

// Whether the account may stand where the role is asked for. A position that isn't there yet is checked after the call.
inline bool fills(AccountRole role, AccountView account, const AllowEntry& entry, const WalletKeys& keys) {
  switch (role) {
    case AccountRole::WalletToken: return is_token_account_of(account, keys.wallet);
    case AccountRole::WalletPosition: return is_position_of(account, entry, keys.wallet) || is_unused(account);
    case AccountRole::Wallet: return account.key() == keys.wallet;
    case AccountRole::Purse: return account.key() == keys.purse;
    case AccountRole::FixedKey0: return account.key() == entry.fixed_keys[0];
    case AccountRole::FixedKey1: return account.key() == entry.fixed_keys[1];
  }
  return false;
}

}  // namespace agent_factory
