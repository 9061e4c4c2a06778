// expect: [&T::field] is for a Tail
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
  static_cast<void>(ctx.account[&Named::numbers]);
#else
  static_cast<void>(ctx.account[&Named::size]);
#endif
  return ok;
}
template u64 run<look>(u8*, const u8*);
