// expect: cannot assign to return value because function 'operator->' returns a const value
#include "program.hpp"

struct S {
#ifdef GOOD
  Mut<Account<State>> state;
#else
  Account<State> state;
#endif
};
Result<> write(Context<S>& ctx) {
  ctx.state->count = 1;
  return ok;
}
