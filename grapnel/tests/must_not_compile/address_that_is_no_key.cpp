// expect: must be initialized by a constant expression
#include "program.hpp"

#ifdef GOOD
constexpr Pubkey kKey = "11111111111111111111111111111111"_pubkey;
#else
constexpr Pubkey kKey = "1111111111111111111111111111111"_pubkey;
#endif
