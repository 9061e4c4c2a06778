#include "instructions.hpp"

namespace counter {

// Close returns the rent afterwards.
Result<> destroy(Context<Destroy>& ctx) {
  emit(Destroyed{ctx.authority.key(), ctx.counter->count});
  return ok;
}

}  // namespace counter
