#pragma once

#include <till.hpp>

namespace till {
struct TillProgram : Module<"till", kProgramId, deposit, take> {};
}  // namespace till
