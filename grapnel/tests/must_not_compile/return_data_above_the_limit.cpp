// expect: return data has 1,024 bytes at most
#include "program.hpp"

struct S {
  Signer signer;
};
#ifdef GOOD
using Returned = String<1020>;
#else
using Returned = String<1021>;
#endif
Result<Returned> tell(Context<S>&) { return Returned{"text"}; }
template u64 run<tell>(u8*, const u8*);
