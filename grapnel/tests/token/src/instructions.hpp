// The accounts structs and handlers of the program with every token constraint.
#pragma once

#include <bazaar.hpp>
#include <till.hpp>

namespace bazaar {

struct MakeMint {
  struct Args {
    u8 decimals;
  };
  Mut<Signer> payer;
  Init<token::Mint, Payer<&MakeMint::payer>, MintDecimals<&Args::decimals>, MintAuthority<&MakeMint::payer>,
       MintFreezeAuthority<&MakeMint::payer>>
      mint;
  Program<Token> token_program;
  Program<System> system_program;
};
Result<> make_mint(Context<MakeMint>& ctx, const MakeMint::Args& args);

// Of either program; the mint is a derived address and its own authority.
struct MakeShare {
  Mut<Signer> payer;
  Init<token_interface::Mint, Payer<&MakeShare::payer>, Seeds<"share">, MintDecimals<2>, MintAuthority<"share">,
       TokenProgram<"token_program">>
      share;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> make_share(Context<MakeShare>& ctx);

// The vault is a derived address that owns itself.
struct OpenVault {
  Mut<Signer> payer;
  Account<token::Mint> mint;
  Init<token::Account, Payer<&OpenVault::payer>, Seeds<"vault", &OpenVault::mint>, TokenMint<&OpenVault::mint>,
       TokenAuthority<"vault">>
      vault;
  Program<Token> token_program;
  Program<System> system_program;
};
Result<> open_vault(Context<OpenVault>& ctx);

// The same for mints of either program, with extensions: the account is as large as the mint asks.
struct OpenAny {
  Mut<Signer> payer;
  Account<token_interface::Mint> mint;
  Init<token_interface::Account, Payer<&OpenAny::payer>, Seeds<"any", &OpenAny::mint>, TokenMint<&OpenAny::mint>,
       TokenAuthority<&OpenAny::payer>>
      vault;
  TokenInterface token_program;
  Program<System> system_program;
};
Result<> open_any(Context<OpenAny>& ctx);

struct OpenAssociated {
  Mut<Signer> payer;
  Unchecked wallet;
  Account<token_interface::Mint> mint;
  Init<token_interface::Account, Payer<&OpenAssociated::payer>,
       AssociatedToken<&OpenAssociated::mint, &OpenAssociated::wallet>>
      account;
  TokenInterface token_program;
  Program<AssociatedTokenProgram> associated_token_program;
  Program<System> system_program;
};
Result<> open_associated(Context<OpenAssociated>& ctx);

struct Amount {
  u64 amount;
};

struct Deposit {
  using Args = Amount;
  Signer owner;
  Mut<Account<token::Account, TokenAuthority<&Deposit::owner>>> from;
  Mut<Account<token::Account>> vault;
  Program<Token> token_program;
};
Result<> deposit(Context<Deposit>& ctx, const Amount& args);

struct Withdraw {
  using Args = Amount;
  Account<token::Mint> mint;
  Mut<Account<token::Account, Seeds<"vault", &Withdraw::mint>, TokenMint<&Withdraw::mint>>> vault;
  Mut<Account<token::Account, TokenMint<&Withdraw::mint>>> to;
  Program<Token> token_program;
};
Result<> withdraw(Context<Withdraw>& ctx, const Amount& args);

struct Pay {
  using Args = Amount;
  Signer owner;
  Account<token_interface::Mint> mint;
  Mut<Account<token_interface::Account>> from;
  Mut<Account<token_interface::Account>> to;
  TokenInterface token_program;
};
Result<> pay(Context<Pay>& ctx, const Amount& args);

// Every constraint, checked on accounts that exist.
struct InspectMint {
  Unchecked authority;
  Account<token::Mint, MintDecimals<6>, MintAuthority<&InspectMint::authority>,
          MintFreezeAuthority<&InspectMint::authority>>
      mint;
};
Result<> inspect_mint(Context<InspectMint>& ctx);

struct InspectAccount {
  Unchecked mint;
  Unchecked owner;
  Account<token::Account, TokenMint<&InspectAccount::mint>, TokenAuthority<&InspectAccount::owner>> account;
};
Result<u64> inspect_account(Context<InspectAccount>& ctx);

struct InspectAssociated {
  Unchecked mint;
  Unchecked owner;
  Account<token_interface::Account, AssociatedToken<&InspectAssociated::mint, &InspectAssociated::owner>> account;
};
Result<> inspect_associated(Context<InspectAssociated>& ctx);

struct InspectPrograms {
  Account<token_interface::Mint, TokenProgram<"token_program">> mint;
  Account<token_interface::Account, TokenProgram<"token_program">> account;
  TokenInterface token_program;
};
Result<> inspect_programs(Context<InspectPrograms>& ctx);

struct InspectAssociatedOf {
  Unchecked mint;
  Unchecked owner;
  TokenInterface token_program;
  Account<token_interface::Account,
          AssociatedToken<&InspectAssociatedOf::mint, &InspectAssociatedOf::owner, &InspectAssociatedOf::token_program>>
      account;
};
Result<> inspect_associated_of(Context<InspectAssociatedOf>& ctx);

struct InspectNew {
  Account<token_2022::Mint> mint;
  Account<token_2022::Account> account;
};
Result<> inspect_new(Context<InspectNew>& ctx);

// Every call that only moves state between accounts of one owner: `step` picks it.
struct Exercise {
  struct Args {
    u64 step;
    u64 amount;
  };
  Mut<Signer> owner;
  Mut<Account<token_interface::Mint>> mint;
  Mut<Account<token_interface::Account>> account;
  Mut<Unchecked> other;
  TokenInterface token_program;
};
Result<u64> exercise(Context<Exercise>& ctx, const Exercise::Args& args);

// Calls another grapnel program, as its header declares it.
struct Forward {
  using Args = Amount;
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account>> vault;
  Program<Token> token_program;
  Unchecked till;
};
Result<u64> forward(Context<Forward>& ctx, const Amount& args);

// An account that may be there already.
struct Ensure {
  Mut<Signer> payer;
  Unchecked wallet;
  Account<token::Mint> mint;
  InitIfNeeded<token::Account, Payer<&Ensure::payer>, AssociatedToken<&Ensure::mint, &Ensure::wallet>> account;
  InitIfNeeded<token::Account, Payer<&Ensure::payer>, Seeds<"kept">, TokenMint<&Ensure::mint>,
               TokenAuthority<&Ensure::wallet>>
      kept;
  Program<Token> token_program;
  Program<AssociatedTokenProgram> associated_token_program;
  Program<System> system_program;
};
Result<> ensure(Context<Ensure>& ctx);

struct BazaarProgram : Module<"bazaar", kProgramId, make_mint, make_share, open_vault, open_any, open_associated,
                              deposit, withdraw, pay, inspect_mint, inspect_account, inspect_associated,
                              inspect_programs, inspect_associated_of, inspect_new, exercise, forward, ensure> {};

}  // namespace bazaar
