// expect: an instruction's discriminator begins with the whole of another's
#include "program.hpp"

struct S {
  Signer authority;
};
Result<> first(Context<S>&);
Result<> second(Context<S>&);
#ifdef GOOD
template u64 run<Tagged<first, 1, 2>, Tagged<second, 1, 3>>(u8*, const u8*);
#else
template u64 run<Tagged<first, 1, 2>, Tagged<second, 1>>(u8*, const u8*);
#endif
