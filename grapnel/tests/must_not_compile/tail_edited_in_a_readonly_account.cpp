// expect: this account is read-only; to edit its tails write Mut<Account<T>>
#include "program.hpp"

struct Named {
  u64 size;
  Tail<Vec<u64, 4>> numbers;
};
struct S {
#ifdef GOOD
  Mut<Account<Named>> account;
#else
  Account<Named> account;
#endif
};
Result<> add(Context<S>& ctx) { return ctx.account[&Named::numbers].push(1); }
template u64 run<add>(u8*, const u8*);
