// The program whole.
#pragma once

#include "composite.hpp"

namespace gauntlet {

struct GauntletProgram : Module<"gauntlet", kProgramId, open_vault, move_amount, shut_vault> {
  using Errors = GauntletError;
};

}  // namespace gauntlet
