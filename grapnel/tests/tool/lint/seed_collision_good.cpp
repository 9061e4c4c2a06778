#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  u64 amount;
};
struct Offer {
  u64 price;
};

struct OpenVault {
  Mut<Signer> owner;
  Init<Vault, Payer<&OpenVault::owner>, Seeds<"vault", &OpenVault::owner>> vault;
  Program<System> system_program;
};

struct UseVault {
  Signer owner;
  Mut<Account<Vault, Seeds<"vault", &UseVault::owner>>> vault;  // the same account again
};

struct OpenOffer {
  struct Args {
    String<16> first;
    u64 number;
    String<16> second;
  };
  Mut<Signer> maker;
  Init<Offer, Payer<&OpenOffer::maker>, Seeds<"offer", &OpenOffer::maker>> offer;
  Account<Vault, Seeds<"named", &Args::first, &Args::number, &Args::second>> named;
  Program<System> system_program;
};

}  // namespace sample
