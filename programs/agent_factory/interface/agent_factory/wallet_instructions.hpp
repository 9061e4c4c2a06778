// The instructions about wallets, purses and context roots: accounts and handlers, as in instructions.hpp, which lists them.
#pragma once

#include <agent_factory/agent_accounts.hpp>
#include <agent_factory/context_roots.hpp>
#include <agent_factory/license_uses.hpp>
#include <agent_factory/wallet_arguments.hpp>
#include <grapnel/programs/token.hpp>

namespace agent_factory {

template <class... C>
using WalletAccount = Mut<Account<Wallet, Constraint<is_readable_wallet, AgentError::LayoutUnknown>, C...>>;
using LicenseAccount = Account<License, Constraint<is_readable_license, AgentError::LayoutUnknown>>;

// Whoever will withdraw opens it: the agent's owner, or somebody with a licence of it.
struct OpenWallet {
  Mut<Signer> beneficiary;
  ReadAgent<> agent;
  Init<Wallet, Payer<&OpenWallet::beneficiary>, Seeds<"wallet", &OpenWallet::agent, &OpenWallet::beneficiary>> wallet;
  With<Unchecked, Seeds<"purse", &OpenWallet::wallet>> purse;
  Optional<LicenseAccount> license;  // absent: the owner's
  Program<System> system_program;
};
Result<> open_wallet(Context<OpenWallet>& ctx);

// With `license` the wallet goes over to it; `previous_license` is then the one that it had.
struct Agree {
  ReadAgent<> agent;
  WalletAccount<HasOne<&Wallet::agent>, HasOne<&Wallet::beneficiary>> wallet;
  Signer beneficiary;
  Optional<LicenseAccount> license;
  Optional<Unchecked> previous_license;
};
Result<> agree(Context<Agree>& ctx, const AgreeArgs& args);

struct HeldWallet {
  WalletAccount<HasOne<&Wallet::beneficiary>> wallet;
  Signer beneficiary;
};
using SetAllowance = HeldWallet;
using SetWalletLimits = HeldWallet;
Result<> set_allowance(Context<SetAllowance>& ctx, const SetAllowanceArgs& args);
Result<> set_wallet_limits(Context<SetWalletLimits>& ctx, const SetWalletLimitsArgs& args);

// From here on neither agent nor wallet need be alive: who may is who signs for the derived address.
struct Withdraw {
  Signer beneficiary;
  Unchecked agent;
  Mut<With<Unchecked, Seeds<"wallet", &Withdraw::agent, &Withdraw::beneficiary>>> wallet;
  Account<token_interface::Mint, TokenProgram<"token_program">> mint;
  Mut<Account<token_interface::Account, TokenMint<"mint">, TokenAuthority<"wallet">, TokenProgram<"token_program">>>
      from;
  Mut<Account<token_interface::Account, TokenMint<"mint">, TokenProgram<"token_program">>> to;
  TokenInterface token_program;
};
Result<> withdraw(Context<Withdraw>& ctx, const WithdrawArgs& args);

struct WithdrawLamports {
  Signer beneficiary;
  Unchecked agent;
  Mut<With<Unchecked, Seeds<"wallet", &WithdrawLamports::agent, &WithdrawLamports::beneficiary>>> wallet;
  Mut<With<Unchecked, Seeds<"purse", &WithdrawLamports::wallet>>> purse;
  Mut<Unchecked> to;
  Program<System> system_program;
};
Result<> withdraw_lamports(Context<WithdrawLamports>& ctx, const WithdrawArgs& args);

// Behind these stand the accounts of the inner instruction, in its order. Wallet and purse sign it.
struct BeneficiaryExecute {
  Signer beneficiary;
  Unchecked agent;
  Mut<With<Unchecked, Seeds<"wallet", &BeneficiaryExecute::agent, &BeneficiaryExecute::beneficiary>>> wallet;
  Mut<With<Unchecked, Seeds<"purse", &BeneficiaryExecute::wallet>>> purse;
  With<Unchecked, Executable> inner_program;
};
Result<> beneficiary_execute(Context<BeneficiaryExecute>& ctx, const BeneficiaryExecuteArgs& args);

struct CloseWallet {
  WalletAccount<HasOne<&Wallet::agent>, HasOne<&Wallet::beneficiary>, HasOne<&Wallet::rent_payer>, Close<"rent_payer">>
      wallet;
  Signer beneficiary;
  Mut<Unchecked> agent;
  Mut<With<Unchecked, Seeds<"purse", &CloseWallet::wallet>>> purse;
  Mut<Unchecked> rent_payer;
  Optional<Unchecked> license;  // Wallet::license, if there is one
  Program<System> system_program;
};
Result<> close_wallet(Context<CloseWallet>& ctx);

struct OpenContext {
  Mut<Signer> owner;
  ReadAgent<HasOne<&AgentState::owner>> agent;
  Init<ContextRoots, Payer<&OpenContext::owner>, Seeds<"context", &OpenContext::agent>> context;
  Program<System> system_program;
};
Result<> open_context(Context<OpenContext>& ctx, const OpenContextArgs& args);

template <class... C>
using ContextAccount = Account<ContextRoots, Constraint<is_readable_context, AgentError::LayoutUnknown>, C...>;

struct CommitContext {
  ReadAgent<> agent;
  Mut<ContextAccount<HasOne<&ContextRoots::agent>>> context;
  Signer executor;
};
Result<> commit_context(Context<CommitContext>& ctx, const CommitContextArgs& args);

// Changes nothing and fails unless the proof is good, for programs that ask by a call.
struct VerifyContext {
  ContextAccount<> context;
};
Result<> verify_context(Context<VerifyContext>& ctx, const VerifyContextArgs& args);

// Once the agent is gone.
struct CloseContext {
  Mut<ContextAccount<HasOne<&ContextRoots::agent>, HasOne<&ContextRoots::rent_payer>, Close<"rent_payer">>> context;
  Unchecked agent;
  Mut<Signer> rent_payer;
};
Result<> close_context(Context<CloseContext>& ctx);

}  // namespace agent_factory
