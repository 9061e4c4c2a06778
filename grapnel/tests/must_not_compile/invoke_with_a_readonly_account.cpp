// expect: the callee writes an account that the caller has not as Mut
#include "program.hpp"

struct Callee {
  Mut<Account<State>> state;
  Signer authority;
};

#ifdef GOOD
using Given = Mut<Account<State>>;
#else
using Given = Account<State>;
#endif
Result<> call(const Given& state, const Signer& authority) {
  return invoke<handler<Callee>>(System::kId, accounts(state, authority));
}
