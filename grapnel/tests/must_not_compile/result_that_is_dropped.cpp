// expect: ignoring return value
#pragma clang diagnostic error "-Wunused-result"
#include "program.hpp"

Result<> checked(u64 count) {
#ifdef GOOD
  GRAPNEL_TRY(require(count > 0, Wrong::First));
#else
  require(count > 0, Wrong::First);
#endif
  return ok;
}
