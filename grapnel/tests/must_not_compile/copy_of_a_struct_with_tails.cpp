// expect: its tails would stay behind in the account; take a reference: const T& x = *ctx.account
#include "program.hpp"

struct Named {
  u64 size;
  Tail<Vec<u64, 4>> numbers;
};
struct S {
  Account<Named> account;
};
Result<> look(Context<S>& ctx) {
#ifdef GOOD
  const Named& named = *ctx.account;
#else
  const Named named = *ctx.account;
#endif
  return named.size == 0 ? Result<>{Failure{1}} : ok;
}
template u64 run<look>(u8*, const u8*);
