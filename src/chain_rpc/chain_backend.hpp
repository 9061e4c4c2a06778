// Backend over the embedded chain. The only file of chain_rpc that sees bank and chain, so the methods compile and are tested
// without them.
#pragma once

#include "chain/chain.hpp"
#include "chain_rpc/backend.hpp"

#include <memory>
#include <string_view>

namespace zestron::chain_rpc {

/// `chain` outlives the backend. `label` is the genesis label that the chain's keys were derived from. kInternal: the runtime
/// does not tell its version or keys, which means a broken build.
BackendResult<std::unique_ptr<Backend>> make_chain_backend(chain::Chain& chain, std::string_view label);

}  // namespace zestron::chain_rpc
