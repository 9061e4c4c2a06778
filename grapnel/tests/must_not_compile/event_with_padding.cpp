// expect: the struct has padding
#include "program.hpp"

struct Happened {
  u64 when;
#ifdef GOOD
  u64 kind;
#else
  u8 kind;
#endif
};
void tell() { emit(Happened{}); }
