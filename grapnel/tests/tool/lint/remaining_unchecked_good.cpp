#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

inline constexpr Pubkey kOwner{{1, 2, 3, 4}};

struct Sum {
  Signer payer;
};

bool is_ours(AccountView account) { return account.owner() == kOwner; }

Result<> sum(Context<Sum>& ctx) {
  u64 size = 0;
  for (const AccountView account : ctx.remaining()) {
    if (account.owner() == kOwner) size |= account.bytes()[0];
  }
  return require(size != 0, Error::Wrong);
}

Result<> sum_elsewhere(Context<Sum>& ctx) {
  for (const AccountView account : ctx.remaining()) {
    if (!is_ours(account)) return fail(Error::Wrong);
  }
  return ok;
}

Result<> count(Context<Sum>& ctx) { return require(ctx.remaining().size() != 0, Error::Wrong); }

}  // namespace sample
