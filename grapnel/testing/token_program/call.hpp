// Call: one instruction as the token programs see it, its accounts and the rest of its data.
#pragma once

#include <grapnel/account_view.hpp>

#include <optional>
#include <span>
#include <vector>

#include "errors.hpp"
#include "state.hpp"

namespace grapnel::testing::token_program_detail {

using Accounts = std::span<RawAccount* const>;

// The accounts of an input, each repetition as the account that it repeats.
std::vector<RawAccount*> accounts_of(u8* input);

class Call {
 public:
  Call(Accounts accounts, std::span<const u8> data) : accounts_(accounts), data_(data) {}

  Accounts accounts() const { return accounts_; }
  std::span<const u8> data() const { return data_; }

  // An instruction names its accounts when its data is read: too few of both are refused for the data.
  void need_accounts(usize count) const {
    if (accounts_.size() < count) refuse(ProgramError::NotEnoughAccountKeys);
  }
  RawAccount& account(usize index) const { return *accounts_[index]; }
  Accounts accounts_from(usize index) const { return accounts_.subspan(index); }

  // Bytes behind what is asked for are nobody's.
  template <class T>
  T read(usize offset) const {
    if (data_.size() < offset + sizeof(T)) refuse(TokenError::InvalidInstruction);
    return load<T>(data_.data() + offset);
  }
  // u8 0, or 1 and a key.
  std::optional<Pubkey> read_option(usize offset) const {
    const u8 tag = read<u8>(offset);
    if (tag == 0) return std::nullopt;
    if (tag != 1) refuse(TokenError::InvalidInstruction);
    return read<Pubkey>(offset + 1);
  }

 private:
  Accounts accounts_;
  std::span<const u8> data_;
};

// Refuses an account that isn't the token program's.
void must_be_ours(const RawAccount& account);

// `authority` must be the expected one and have signed; of a multisig, enough of `signers` must have.
void must_sign(const Pubkey& expected, const RawAccount& authority, Accounts signers);

// What the rent sysvar says of an account of that size. `sysvar` is the account that older instructions pass; nothing but
// its address is asked, because its content is what the runtime itself says.
u64 minimum_balance(u64 size);
u64 minimum_balance(u64 size, const RawAccount& sysvar);

// A mint of the token program; `InvalidMint` for everything that is none.
const Mint& mint_in(RawAccount& account);

}  // namespace grapnel::testing::token_program_detail
