// The Associated Token Account program: where each wallet's account of a mint stands, and the calls that create it.
//
// Source: solana-program/associated-token-account interface/src/{address,instruction}.rs.
#pragma once

#include <grapnel/pda.hpp>
#include <grapnel/programs/token/calls.hpp>
#include <grapnel/system.hpp>

namespace grapnel {

struct AssociatedTokenProgram {
  static constexpr Pubkey kId = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"_pubkey;
};

namespace associated_token {

using Program = AssociatedTokenProgram;

// For constants and hosts; on chain the constraint AssociatedToken proves an address at a fraction of the cost.
constexpr Pda find_address(const Pubkey& wallet, const Pubkey& mint, const Pubkey& token_program = Token::kId) {
  return find_program_address(Program::kId, wallet, token_program, mint);
}

// What `create` is given, in the program's order.
struct Create {
  AccountView payer;    // signs, pays
  AccountView account;  // at find_address(wallet, mint, token program)
  AccountView wallet;
  AccountView mint;
  AccountView system_program;
  AccountView token_program;
};

namespace detail {

enum class Call : u8 { Create, CreateIdempotent, RecoverNested };

[[gnu::always_inline]] inline Result<> create(const Create& of, Call call, const SignerSeeds* signer) {
  const Array<CpiAccount, 6> accounts = {
      {CpiAccount::writable_signer(of.payer), CpiAccount::writable(of.account), CpiAccount::readonly(of.wallet),
       CpiAccount::readonly(of.mint), CpiAccount::readonly(of.system_program), CpiAccount::readonly(of.token_program)}};
  CallBytes<1> data;
  data.put(static_cast<u8>(call));
  return invoke(Program::kId, accounts, data, signer);
}

}  // namespace detail

// Fails if the account is there.
[[gnu::always_inline]] inline Result<> create(const Create& of, const SignerSeeds* signer = nullptr) {
  return detail::create(of, detail::Call::Create, signer);
}
// Succeeds if it is there already, for that wallet and mint.
[[gnu::always_inline]] inline Result<> create_idempotent(const Create& of, const SignerSeeds* signer = nullptr) {
  return detail::create(of, detail::Call::CreateIdempotent, signer);
}

// What `recover_nested` is given, in the program's order: an associated account whose wallet is itself one.
struct Recover {
  AccountView nested;
  AccountView nested_mint;
  AccountView destination;  // the wallet's own account of nested_mint
  AccountView owner;        // the associated account that owns `nested`
  AccountView owner_mint;
  AccountView wallet;  // signs
  AccountView token_program;
};
[[gnu::always_inline]] inline Result<> recover_nested(const Recover& of, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 7> accounts = {{CpiAccount::writable(of.nested), CpiAccount::readonly(of.nested_mint),
                                          CpiAccount::writable(of.destination), CpiAccount::readonly(of.owner),
                                          CpiAccount::readonly(of.owner_mint), CpiAccount::writable_signer(of.wallet),
                                          CpiAccount::readonly(of.token_program)}};
  CallBytes<1> data;
  data.put(static_cast<u8>(detail::Call::RecoverNested));
  return invoke(Program::kId, accounts, data, signer);
}

}  // namespace associated_token
}  // namespace grapnel
