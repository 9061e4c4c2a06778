// A transaction tried out before it is signed: what it would change, for policy's second gate, and what it would cost.
#pragma once

#include "policy/release.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace zestron::transact {

struct Trial {
  policy::SimulationReport report;
  std::uint64_t compute_units = 0;
};

/// Reads the writable accounts before, simulates, and pairs both. The chain may move in between; then the report shows a change
/// that is not ours and the gate refuses, which is the safe side. `tables` are those that the message loads accounts from.
ports::ChainOutcome<Trial> simulate(ports::Chain& chain, const codec::Message& message,
                                    std::vector<codec::AddressTable> tables);

/// The lookup tables at `keys`, as far as a transaction that names a blockhash of `slot` can use them. kNotFound when one is none.
ports::ChainOutcome<std::vector<codec::AddressTable>> read_tables(ports::Chain& chain, std::span<const Pubkey> keys,
                                                                  Slot slot);

}  // namespace zestron::transact
