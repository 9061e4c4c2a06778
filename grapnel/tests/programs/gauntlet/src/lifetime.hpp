// How accounts come, grow and go: init_if_needed, realloc, executable, rent, close.
#pragma once

#include <gauntlet.hpp>

namespace gauntlet {

struct SignUp {
  Mut<Signer> authority;
  InitIfNeeded<Vault, Payer<&SignUp::authority>, Seeds<"vault", &SignUp::authority>, HasOne<&Vault::authority>> vault;
  Program<System> system_program;
};
// Counts the calls; gives 1 if the account is new.
Result<u64> sign_up(Context<SignUp>& ctx);

struct Widen {
  Mut<Signer> payer;
  InitIfNeeded<Vault, Payer<&Widen::payer>, Seeds<"wide">, Space<64>> vault;
  Program<System> system_program;
};
Result<> widen(Context<Widen>& ctx);

struct Resize {
  struct Args {
    u64 size;
  };
  Mut<Account<Vault>, Realloc<&Args::size, Payer<"payer">>> vault;
  Mut<Signer> payer;
  Program<System> system_program;
};
// Gives the sum of the bytes behind the fixed part, 200 of them at most, then fills them with 7.
Result<u64> resize(Context<Resize>& ctx, const Resize::Args& args);

struct Inspect {
  With<Unchecked, Executable> program;
  With<Unchecked, RentExempt> account;
};
Result<> inspect(Context<Inspect>& ctx);

struct CloseAndDrain {
  Mut<Account<Vault, HasOne<&Vault::authority>>, Close<"authority">> vault;
  Mut<Signer> authority;
};
Result<> close_and_drain(Context<CloseAndDrain>& ctx);

struct Enlist {
  Mut<Signer> payer;
  Init<Vault, Payer<&Enlist::payer>, Seeds<"roster">> vault;
  Unchecked guest;
  Program<System> system_program;
};
// How many of the remaining accounts are the guest, and 100 for each that is the payer: after the account in between has
// grown.
Result<u64> enlist(Context<Enlist>& ctx);

}  // namespace gauntlet
