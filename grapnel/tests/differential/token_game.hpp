// The native token programs (grapnel/testing/token_program.hpp) against those of Agave's genesis: every instruction of SPL
// Token and of the associated token program, on mints, accounts and multisigs in every state.
#pragma once

#include "campaign.hpp"

namespace grapnel::differential {

Report token_programs(const Options& options);

}  // namespace grapnel::differential
