// expect: Realloc<&Args::size> names an argument of the handler
#include "program.hpp"

struct Args {
  u64 size;
};
struct S {
#ifdef GOOD
  Mut<Account<State>, Realloc<&Args::size, Payer<"payer">>> state;
#else
  Mut<Account<State>, Realloc<&State::count, Payer<"payer">>> state;
#endif
  Mut<Signer> payer;
  Program<System> system_program;
};
template u64 run<handler<S, Args>>(u8*, const u8*);
