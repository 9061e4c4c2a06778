// expect: a ProgramInterface names two programs or more
#include <grapnel/programs/token.hpp>

#include "program.hpp"

struct S {
#ifdef GOOD
  ProgramInterface<Token, Token2022> token_program;
#else
  ProgramInterface<Token> token_program;
#endif
};
template u64 run<handler<S>>(u8*, const u8*);
