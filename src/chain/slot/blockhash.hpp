// The blockhash of a slot as a function of genesis and ledger, so that the same input gives the same transaction bytes.
#pragma once

#include "base/types.hpp"

#include <span>

namespace zestron::chain {

struct LandedTransaction;

/// sha256("zestron/blockhash" ‖ parent blockhash ‖ slot u64 ‖ clock i64 ‖ sha256(first signatures, in order)).
Hash derive_blockhash(const Hash& parent, Slot slot, UnixSeconds clock,
                      std::span<const LandedTransaction> transactions);

}  // namespace zestron::chain
