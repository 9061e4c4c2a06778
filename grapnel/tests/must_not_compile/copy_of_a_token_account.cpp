// expect: call to deleted constructor
#include <grapnel/programs/token.hpp>

#include "program.hpp"

u64 amount(const token::Account& account) {
#ifdef GOOD
  const auto& same = account;
#else
  const auto same = account;
#endif
  return same.amount;
}
