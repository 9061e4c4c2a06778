#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Vault {
  Pubkey authority;
  u64 amount;
};

struct Drain {
  Mut<Account<Vault, HasOne<&Vault::authority>>> vault;
  Signer authority;
};
Result<> drain(Context<Drain>& ctx) {
  ctx.vault->amount = 0;
  return ok;
}

struct Who {
  Signer authority;
};
struct Nested {  // the composite signs
  Who who;
  Mut<Account<Vault>> vault;
};
Result<> nested(Context<Nested>& ctx) {
  ctx.vault->amount = 0;
  return ok;
}

struct Look {
  Account<Vault, HasOne<&Vault::authority>> vault;
  Unchecked authority;  // nothing is written
};
Result<u64> look(Context<Look>& ctx) { return ctx.vault->amount; }

// grapnel-lint: allow(missing-signer) anybody may turn the crank
struct Crank {
  Mut<Account<Vault>> vault;
};
Result<> crank(Context<Crank>& ctx) {
  ctx.vault->amount = 1;
  return ok;
}

}  // namespace sample
