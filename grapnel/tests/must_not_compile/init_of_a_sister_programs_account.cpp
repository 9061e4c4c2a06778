// expect: Init of an account whose T::kProgram is another program
#include "program.hpp"

struct Sisters {
#ifdef GOOD
  static constexpr Pubkey kProgram = "11111111111111111111111111111111"_pubkey;
#else
  static constexpr Pubkey kProgram = "SysvarRent111111111111111111111111111111111"_pubkey;
#endif
  u64 count;
};
struct S {
  Mut<Signer> payer;
  Init<Sisters, Payer<&S::payer>, Seeds<"state">> state;
  Program<System> system_program;
};
template u64 run<handler<S>>(u8*, const u8*);
