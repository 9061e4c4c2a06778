// A program that uses every token constraint, Init of mints and token accounts, and the calls of the token programs.
#pragma once

#include <grapnel/grapnel.hpp>
#include <grapnel/programs/token.hpp>

namespace bazaar {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "3q4LqA1SHYtH719bo6aFdD1NUr2ZzDRLNM69VgMtBM6t"_pubkey;

}  // namespace bazaar
