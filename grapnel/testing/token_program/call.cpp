#include "call.hpp"

#include <grapnel/programs/token/layout.hpp>
#include <grapnel/sysvar.hpp>

#include <algorithm>

namespace grapnel::testing::token_program_detail {
namespace {

constexpr Pubkey kRent = "SysvarRent111111111111111111111111111111111"_pubkey;

bool is_multisig(const RawAccount& account) {
  return account.size == Multisig::kSize && (account.owner == Token::kId || account.owner == Token2022::kId);
}

// One who is named twice counts once, one whose key stands there twice signs for both.
void enough_must_sign(const Multisig& multisig, Accounts signers) {
  Array<bool, Multisig::kSignersMax> matched{};
  u8 count = 0;
  for (const RawAccount* signer : signers) {
    for (u8 place = 0; place < std::min(multisig.count, Multisig::kSignersMax); ++place) {
      if (matched[place] || !multisig.signers[place].is(signer->key)) continue;
      if (signer->is_signer == 0) refuse(ProgramError::MissingRequiredSignature);
      matched[place] = true;
      ++count;
    }
  }
  if (count < multisig.required) refuse(ProgramError::MissingRequiredSignature);
}

}  // namespace

std::vector<RawAccount*> accounts_of(u8* input) {
  std::vector<RawAccount*> out;
  auto* at = reinterpret_cast<RawAccount*>(input + sizeof(u64));
  for (u64 left = load<u64>(input); left > 0; --left) {
    if (at->duplicate_of == grapnel::detail::kNotDuplicate) {
      out.push_back(at);
      at = grapnel::detail::account_after(at);
    } else {
      out.push_back(out[at->duplicate_of]);
      at = grapnel::detail::account_after_duplicate(at);
    }
  }
  return out;
}

void must_be_ours(const RawAccount& account) {
  if (!(account.owner == Token::kId)) refuse(ProgramError::IncorrectProgramId);
}

void must_sign(const Pubkey& expected, const RawAccount& authority, Accounts signers) {
  if (!(authority.key == expected)) refuse(TokenError::OwnerMismatch);
  if (is_multisig(authority)) {
    const auto& multisig = *reinterpret_cast<const Multisig*>(authority.data());
    if (!multisig.is_initialized()) refuse(ProgramError::UninitializedAccount);
    enough_must_sign(multisig, signers);
  } else if (authority.is_signer == 0) {
    refuse(ProgramError::MissingRequiredSignature);
  }
}

u64 minimum_balance(u64 size) { return Rent::get().minimum_balance(size).value(); }
u64 minimum_balance(u64 size, const RawAccount& sysvar) {
  if (!(sysvar.key == kRent)) refuse(ProgramError::InvalidArgument);
  return minimum_balance(size);
}

const Mint& mint_in(RawAccount& account) {
  must_be_ours(account);
  // A byte that is no bool is as good as none.
  if (account.size != Mint::kSize || reinterpret_cast<const Mint*>(account.data())->initialized != 1)
    refuse(TokenError::InvalidMint);
  return *reinterpret_cast<const Mint*>(account.data());
}

}  // namespace grapnel::testing::token_program_detail
