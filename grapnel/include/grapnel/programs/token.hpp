// SPL Token, Token-2022 and associated token accounts: layouts, constraints, Init, calls. Extensions' own calls stand in
// programs/token_2022.hpp.
#pragma once

#include <grapnel/programs/associated_token.hpp>
#include <grapnel/programs/token/calls.hpp>
#include <grapnel/programs/token/constraints.hpp>
#include <grapnel/programs/token/extensions.hpp>
#include <grapnel/programs/token/init.hpp>
#include <grapnel/programs/token/layout.hpp>
