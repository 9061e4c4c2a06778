#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

enum class Error : u32 { Wrong = 6000 };
constexpr Text message(Error) { return "Wrong"; }

struct Sum {
  Signer payer;
};

Result<> sum(Context<Sum>& ctx) {
  u64 size = 0;
  for (const AccountView account : ctx.remaining()) size |= account.bytes()[0];  // finds: remaining-unchecked
  return require(size != 0, Error::Wrong);
}

}  // namespace sample
