// expect: a seed names a field of a type that no account or more than one holds
#include "program.hpp"

struct S {
  Account<State> first;
  Account<State> second;
#ifdef GOOD
  With<Unchecked, Seeds<"vault", In<&S::first, &State::authority>>> vault;
#else
  With<Unchecked, Seeds<"vault", &State::authority>> vault;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
