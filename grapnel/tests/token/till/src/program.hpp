// The program that only takes deposits.
#pragma once

#include <till.hpp>

namespace till {
struct TillProgram : Module<"till", kProgramId, Tagged<deposit, 9, 1>, take> {};
}  // namespace till
