// expect: emit_cpi needs the accounts event_authority (EventAuthority) and program (Self)
#include "program.hpp"

struct Happened {
  u64 what;
};
struct S {
  Signer authority;
#ifdef GOOD
  EventAuthority event_authority;
  Self program;
#endif
};
Result<> tell(Context<S>& ctx) { return emit_cpi(ctx, Happened{1}); }
template u64 run<tell>(u8*, const u8*);
