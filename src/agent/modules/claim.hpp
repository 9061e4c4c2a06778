// The kind claim: asks that each closed trade be recorded on chain, with the Merkle root over all of them so far.
#pragma once

#include "agent/kind.hpp"

namespace zestron::agent {

extern const Kind kClaim;

}  // namespace zestron::agent
