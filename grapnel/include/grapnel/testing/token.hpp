// Mints and token accounts on the chain of a test, of SPL Token or Token-2022. A token account is made as its mint asks:
// owned by the mint's program and with the extensions that the mint puts on each of its accounts. Host only.
//
//   put_mint(chain, kMint, {.authority = kIssuer, .supply = 1'000, .decimals = 6}, Token2022::kId);
//   const Pubkey purse = put_associated(chain, {.mint = kMint, .owner = kAlice, .amount = 1'000});
//   EXPECT_EQ(tokens_in(chain, purse), 1'000u);
#pragma once

#include <grapnel/programs/token.hpp>
#include <grapnel/testing/chain.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <cstring>
#include <stdexcept>

namespace grapnel::testing {

using token_accounts::AccountFields;
using token_accounts::MintFields;
using TokenExtensions = std::vector<std::pair<u16, std::vector<u8>>>;

// A fee of `basis_points` on every transfer, in any epoch, without a maximum; nobody can change it.
inline TokenExtensions transfer_fee(u16 basis_points) {
  std::vector<u8> value(72);  // no authorities, nothing withheld
  for (int twice = 0; twice < 2; ++twice) {
    token_accounts::append(value, 0, 8);
    token_accounts::append(value, ~u64{0}, 8);
    token_accounts::append(value, basis_points, 2);
  }
  return {{static_cast<u16>(token_2022::ExtensionType::TransferFeeConfig), value}};
}
inline TokenExtensions transfer_hook(const Pubkey& program, const Pubkey& authority = {}) {
  std::vector<u8> value;
  token_accounts::append(value, authority);
  token_accounts::append(value, program);
  return {{static_cast<u16>(token_2022::ExtensionType::TransferHook), value}};
}

// A chain is a Chain, or whatever else sets accounts and shows them. Only Token-2022 knows extensions.
template <class OnChain>
void put_mint(OnChain& chain, const Pubkey& mint, const MintFields& fields, const Pubkey& program = Token::kId,
              const TokenExtensions& extensions = {}) {
  std::vector<u8> data = token_accounts::mint_data(fields);
  if (!extensions.empty()) data = token_accounts::with_extensions(std::move(data), 1, extensions);
  const Lamports rent = Chain::rent(data.size());
  chain.set_account(mint, {rent, std::move(data), program, false});
}

// The extensions that Token-2022 puts on an account of the mint with these bytes.
inline TokenExtensions account_extensions(const std::vector<u8>& mint) {
  using token_2022::ExtensionType;
  TokenExtensions out;
  const auto add = [&](ExtensionType type, usize size) {
    out.emplace_back(static_cast<u16>(type), std::vector<u8>(size));
  };
  token_2022::Extensions entries(mint.data(), mint.size());
  token_2022::Entry entry{};
  while (entries.next(entry)) {
    switch (entry.type) {
      case ExtensionType::TransferFeeConfig: add(ExtensionType::TransferFeeAmount, 8); break;
      case ExtensionType::TransferHook: add(ExtensionType::TransferHookAccount, 1); break;
      case ExtensionType::Pausable: add(ExtensionType::PausableAccount, 0); break;
      case ExtensionType::NonTransferable:
        add(ExtensionType::NonTransferableAccount, 0);
        add(ExtensionType::ImmutableOwner, 0);
        break;
      default: break;
    }
  }
  return out;
}

// The program of a mint that is there. Throws std::invalid_argument if none is: the test forgot to put it.
template <class OnChain>
Pubkey token_program_of(const OnChain& chain, const Pubkey& mint) {
  const Pubkey owner = chain.account(mint).owner;
  if (owner != Token::kId && owner != Token2022::kId) throw std::invalid_argument("no mint at " + to_base58(mint));
  return owner;
}

template <class OnChain>
void put_tokens(OnChain& chain, const Pubkey& address, const AccountFields& fields) {
  const Pubkey program = token_program_of(chain, fields.mint);
  std::vector<u8> data = token_accounts::account_data(fields);
  const TokenExtensions extensions = account_extensions(chain.account(fields.mint).data);
  if (!extensions.empty()) data = token_accounts::with_extensions(std::move(data), 2, extensions);
  const Lamports rent = Chain::rent(data.size());
  chain.set_account(address, {rent, std::move(data), program, false});
}

template <class OnChain>
Pubkey associated_address(const OnChain& chain, const Pubkey& wallet, const Pubkey& mint) {
  return associated_token::find_address(wallet, mint, token_program_of(chain, mint)).address;
}

// At the owner's associated address, which it returns.
template <class OnChain>
Pubkey put_associated(OnChain& chain, const AccountFields& fields) {
  const Pubkey address = associated_address(chain, fields.owner, fields.mint);
  put_tokens(chain, address, fields);
  return address;
}

// Zero too where no token account is.
template <class OnChain>
u64 tokens_in(const OnChain& chain, const Pubkey& address) {
  const std::vector<u8> data = chain.account(address).data;
  u64 amount = 0;
  if (data.size() >= 72) std::memcpy(&amount, data.data() + 64, sizeof amount);
  return amount;
}

}  // namespace grapnel::testing
