// The program whole.
#pragma once

#include "composite.hpp"
#include "lifetime.hpp"

namespace gauntlet {

struct GauntletProgram : Module<"gauntlet", kProgramId, open_vault, move_amount, shut_vault, sign_up, widen, resize,
                                inspect, close_and_drain> {
  using Errors = GauntletError;
};

}  // namespace gauntlet
