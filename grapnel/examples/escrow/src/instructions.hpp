// The escrow's instructions and the accounts each of them takes. Each mint has its own token program: one may be of SPL
// Token, the other of Token-2022.
#pragma once

#include <escrow.hpp>

namespace escrow {

using TokenMintAccount = token_interface::Mint;
using TokenAccount = token_interface::Account;

// A template, because the struct whose accounts it reads is not complete where it stands.
inline constexpr auto kDifferentMints = [](const auto& make) { return make.mint_a.key() != make.mint_b.key(); };

struct Make {
  struct Args {
    u64 number;
    u64 offered;
    u64 wanted;
  };
  Mut<Signer> maker;
  Account<TokenMintAccount, TokenProgram<"token_program_a">> mint_a;
  Account<TokenMintAccount, TokenProgram<"token_program_b">, Constraint<kDifferentMints, EscrowError::SameMint>> mint_b;
  Mut<Account<TokenAccount, AssociatedToken<&Make::mint_a, &Make::maker, "token_program_a">>> maker_a;
  Init<Offer, Payer<&Make::maker>, Seeds<"offer", &Make::maker, &Args::number>> offer;
  Init<TokenAccount, Payer<&Make::maker>, Seeds<"vault", &Make::offer>, TokenMint<&Make::mint_a>,
       TokenAuthority<&Make::offer>, TokenProgram<"token_program_a">>
      vault;
  TokenInterface token_program_a;
  TokenInterface token_program_b;
  Program<System> system_program;
  EventAuthority event_authority;
  Self program;
};
Result<> make(Context<Make>& ctx, const Make::Args& args);

struct Take {
  // What the taker agrees to: an offer that was replaced by a worse one of the same number is not taken. More than wanted
  // is paid where the mint keeps a fee of each transfer.
  struct Args {
    u64 pay;
    u64 receive_min;
  };
  Mut<Signer> taker;
  Mut<Unchecked> maker;
  Mut<Account<TokenMintAccount, TokenProgram<"token_program_a">>> mint_a;
  Account<TokenMintAccount, TokenProgram<"token_program_b">> mint_b;
  Mut<Account<Offer, HasOne<&Offer::maker>, HasOne<&Offer::mint_a>, HasOne<&Offer::mint_b>>, Close<&Take::maker>> offer;
  Mut<Account<TokenAccount, Seeds<"vault", &Take::offer>>> vault;
  // grapnel-lint: allow(init-if-needed-state) one that is there is proven to be the wallet's, and only receives
  InitIfNeeded<TokenAccount, Payer<&Take::taker>, AssociatedToken<&Take::mint_a, &Take::taker, "token_program_a">>
      taker_a;
  Mut<Account<TokenAccount, AssociatedToken<&Take::mint_b, &Take::taker, "token_program_b">>> taker_b;
  // grapnel-lint: allow(init-if-needed-state) one that is there is proven to be the wallet's, and only receives
  InitIfNeeded<TokenAccount, Payer<&Take::taker>, AssociatedToken<&Take::mint_b, &Take::maker, "token_program_b">>
      maker_b;
  TokenInterface token_program_a;
  TokenInterface token_program_b;
  Program<AssociatedTokenProgram> associated_token_program;
  Program<System> system_program;
  EventAuthority event_authority;
  Self program;
};
Result<> take(Context<Take>& ctx, const Take::Args& args);

struct Refund {
  Mut<Signer> maker;
  Mut<Account<TokenMintAccount, TokenProgram<"token_program_a">>> mint_a;
  Mut<Account<Offer, HasOne<&Offer::maker>, HasOne<&Offer::mint_a>>, Close<&Refund::maker>> offer;
  Mut<Account<TokenAccount, Seeds<"vault", &Refund::offer>>> vault;
  // grapnel-lint: allow(init-if-needed-state) one that is there is proven to be the wallet's, and only receives
  InitIfNeeded<TokenAccount, Payer<&Refund::maker>, AssociatedToken<&Refund::mint_a, &Refund::maker, "token_program_a">>
      maker_a;
  TokenInterface token_program_a;
  Program<AssociatedTokenProgram> associated_token_program;
  Program<System> system_program;
  EventAuthority event_authority;
  Self program;
};
Result<> refund(Context<Refund>& ctx);

struct EscrowProgram : Module<"escrow", kProgramId, make, take, refund> {
  using Errors = EscrowError;
  using Events = List<Made, Taken, Refunded>;
};

}  // namespace escrow
