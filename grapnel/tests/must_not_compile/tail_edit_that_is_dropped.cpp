// expect: ignoring return value
#pragma clang diagnostic error "-Wunused-result"
#include "program.hpp"

struct Named {
  u64 size;
  Tail<Vec<u64, 4>> numbers;
};
struct S {
  Mut<Account<Named>> account;
};
Result<> add(Context<S>& ctx) {
#ifdef GOOD
  return ctx.account[&Named::numbers].push(1);
#else
  ctx.account[&Named::numbers].push(1);
  return ok;
#endif
}
template u64 run<add>(u8*, const u8*);
