#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Price {
  u64 value;
};
struct Read {
  Account<Price> price;
};
Result<u64> read(Context<Read>& ctx) { return ctx.price->value; }

Result<u64> read_remaining(Context<Read>& ctx) {
  u64 value = 0;
  for (const AccountView account : ctx.remaining()) {
    const Price* price = data_as<Price>(account, ctx.program_id());
    if (price != nullptr) value |= price->value;
  }
  return value;
}

}  // namespace sample
