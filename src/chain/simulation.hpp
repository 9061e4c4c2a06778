// Between the bank's JSON of a simulation (RpcSimulateTransactionResult) and ports::Simulation.
#pragma once

#include "ports/chain.hpp"

#include <span>
#include <string>
#include <string_view>

namespace zestron::chain {

/// Options that ask for the accounts' state afterwards, in this order.
std::string simulation_options(std::span<const Pubkey> accounts_after);
/// kUnavailable when the JSON has not the form of Agave 4.2.
ports::ChainOutcome<ports::Simulation> parse_simulation(std::string_view json);

}  // namespace zestron::chain
