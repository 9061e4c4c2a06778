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
  Init<Vault, Payer<&OpenVault::owner>, Seeds<"user", &OpenVault::owner>> vault;
  Program<System> system_program;
};

struct OpenOffer {
  struct Args {
    String<16> first;
    String<16> second;
  };
  Mut<Signer> maker;
  Init<Offer, Payer<&OpenOffer::maker>, Seeds<"user", &OpenOffer::maker>> offer;  // finds: seed-collision
  Account<Vault, Seeds<"named", &Args::first, &Args::second>> named;              // finds: seed-collision
  Program<System> system_program;
};

}  // namespace sample
