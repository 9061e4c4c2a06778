// Composite accounts: one that two fields share, one that creates, one that closes.
#pragma once

#include <gauntlet.hpp>

namespace gauntlet {

struct OwnedVault {
  Mut<Account<Vault, Seeds<"vault", Key<"authority">>, HasOne<&Vault::authority>>> vault;
  Signer authority;
};

struct NewVault {
  Mut<Signer> authority;
  Init<Vault, Payer<&NewVault::authority>, Seeds<"vault", &NewVault::authority>> vault;
};

struct ClosedVault {
  Mut<Account<Vault, HasOne<&Vault::authority>>, Close<"authority">> vault;
  Mut<Signer> authority;
};

struct OpenVault {
  struct Args {
    u64 amount;
  };
  NewVault made;
  Program<System> system_program;
};
Result<> open_vault(Context<OpenVault>& ctx, const OpenVault::Args& args);

struct MoveAmount {
  struct Args {
    u64 amount;
  };
  Unchecked witness;
  OwnedVault from;
  OwnedVault to;
};
// Gives the number of accounts behind the named ones.
Result<u64> move_amount(Context<MoveAmount>& ctx, const MoveAmount::Args& args);

struct ShutVault {
  Unchecked witness;
  ClosedVault old;
};
Result<> shut_vault(Context<ShutVault>& ctx);

}  // namespace gauntlet
