// expect: the callee wants an account of another type
#include "program.hpp"

struct Other {
  u64 count;
};
struct Callee {
  Mut<Account<State>> state;
  Signer authority;
};

#ifdef GOOD
using Given = Mut<Account<State>>;
#else
using Given = Mut<Account<Other>>;
#endif
Result<> call(const Given& state, const Signer& authority) {
  return invoke<handler<Callee>>(System::kId, accounts(state, authority));
}
