// The look at a transaction before it is sent, and how its failure is told. Private to methods/.
#pragma once

#include "chain_rpc/call.hpp"
#include "chain_rpc/transaction_param.hpp"

#include <string_view>

namespace zestron::chain_rpc::methods {

/// The simulation result of a transaction whose signatures do not verify: nothing ran.
std::string signature_failure_result();
/// Nothing when a simulation at `commitment` succeeds; else -32002 with the simulation as data, or -32005 on a stopped chain.
Checked<void> preflight(const Call& call, const CheckedTransaction& checked, const Config& config);

}  // namespace zestron::chain_rpc::methods
