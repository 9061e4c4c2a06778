// The peers' "vault": lamports in and out of an address derived from the user's key; the bump is proven canonical.
#pragma once

#include <grapnel/grapnel.hpp>
#include <program_id.hpp>

namespace bench::vault {
using namespace grapnel;

inline constexpr Pubkey kProgramId = program_id(6);

enum class VaultError : u32 { NotEnough = 6000 };
constexpr Text message(VaultError) { return "The vault holds less than that"; }

struct Deposit {
  struct Args {
    u64 amount;
  };
  Mut<Signer> user;
  Mut<Unchecked, Seeds<"vault", &Deposit::user>> vault;
  Program<System> system_program;
};
Result<> deposit(Context<Deposit>& ctx, const Deposit::Args& args);

struct Withdraw {
  struct Args {
    u64 amount;
  };
  Mut<Signer> user;
  Mut<Unchecked, Seeds<"vault", &Withdraw::user>> vault;
};
Result<> withdraw(Context<Withdraw>& ctx, const Withdraw::Args& args);

struct VaultProgram : Module<"vault", kProgramId, deposit, withdraw> {
  using Errors = VaultError;
};

}  // namespace bench::vault
