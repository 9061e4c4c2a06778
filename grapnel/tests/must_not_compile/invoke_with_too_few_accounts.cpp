// expect: as many accounts as the callee's struct has
#include "program.hpp"

struct Callee {
  Mut<Account<State>> state;
  Signer authority;
};

Result<> call(const Mut<Account<State>>& state, [[maybe_unused]] const Signer& authority) {
#ifdef GOOD
  return invoke<handler<Callee>>(System::kId, accounts(state, authority));
#else
  return invoke<handler<Callee>>(System::kId, accounts(state));
#endif
}
