// A program that asks the runtime what tests want to know: how deep calls may go, what time it is, whether another
// program accepts a derived address as signer.
#pragma once

#include <grapnel/grapnel.hpp>

namespace probe {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "Probe11111111111111111111111111111111111111"_pubkey;
inline constexpr Pubkey kToken = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"_pubkey;

}  // namespace probe
