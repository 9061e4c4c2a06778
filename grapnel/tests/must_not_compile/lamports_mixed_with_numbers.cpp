// expect: no viable conversion from 'int' to 'Lamports'
#include "program.hpp"

void set(Mut<Signer>& payer) {
#ifdef GOOD
  payer.set_lamports(Lamports{5});
#else
  payer.set_lamports(5);
#endif
}
