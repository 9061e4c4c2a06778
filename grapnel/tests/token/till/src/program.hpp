// The program that only takes deposits.
#pragma once

#include <till.hpp>

namespace till {
struct TillProgram : Module<"till", kProgramId, deposit, take> {};
}  // namespace till
