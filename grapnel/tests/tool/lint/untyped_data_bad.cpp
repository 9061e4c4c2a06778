#include <grapnel/grapnel.hpp>

namespace sample {
using namespace grapnel;

struct Price {
  u64 value;
};
struct Read {
  With<Unchecked, Owner<Pubkey{{1, 2, 3, 4}}>> price;
};
Result<u64> read(Context<Read>& ctx) {
  return reinterpret_cast<const Price*>(ctx.price.bytes())->value;  // finds: untyped-data
}

}  // namespace sample
