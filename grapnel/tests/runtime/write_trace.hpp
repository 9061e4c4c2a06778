// Traces for `grapnel cu`, where a test runs with GRAPNEL_TRACE=DIR.
#pragma once

#include "chain/bank/bank.hpp"

namespace grapnel::testing {

// With GRAPNEL_TRACE set to a folder: writes where the transaction's compute units go, as it would run in that slot now, to
// NUMBER.json there, counted over the process from 0001. Nothing for a transaction that would not land. Throws
// std::runtime_error if the folder can't be written or the trace disagrees with the bank.
void write_trace(const zestron::chain::bank::Bank& bank, zestron::Slot slot,
                 const zestron::chain::bank::Transaction& transaction);

}  // namespace grapnel::testing
