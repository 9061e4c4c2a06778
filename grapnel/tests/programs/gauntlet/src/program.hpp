// The program whole.
#pragma once

#include "composite.hpp"
#include "lifetime.hpp"
#include "surroundings.hpp"
#include "tags.hpp"

namespace gauntlet {

struct GauntletProgram
    : Module<"gauntlet", kProgramId, open_vault, move_amount, shut_vault, sign_up, widen, resize, inspect,
             close_and_drain, enlist, announce, introspect, read_sysvars, pass_on, look_back, call_twice, fail_with,
             Tagged<sell_ticket, 0>, Tagged<tear_ticket, 1, 5>, Tagged<burn_ticket, 1, 6>> {
  using Errors = GauntletError;
  using Events = List<Counted, Torn>;
};

// The same, laid out for bytes.
struct SmallGauntlet
    : Module<"gauntlet", kProgramId, open_vault, move_amount, shut_vault, sign_up, widen, resize, inspect,
             close_and_drain, enlist, announce, introspect, read_sysvars, pass_on, look_back, call_twice, fail_with,
             Tagged<sell_ticket, 0>, Hot<Tagged<tear_ticket, 1, 5>>, Tagged<burn_ticket, 1, 6>> {
  using Errors = GauntletError;
  using Events = List<Counted, Torn>;
};

}  // namespace gauntlet
