// What a transaction asks of the scheduler: how many compute units, and at which price. Pure arithmetic over a simulation and what
// others paid lately.
#pragma once

#include "codec/transaction/instruction.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace zestron::transact {

/// Solana's own bound on a transaction.
inline constexpr std::uint32_t kComputeUnitsMax = 1'400'000;

struct FeeRules {
  std::uint32_t margin_percent = 15;  ///< over what the simulation used: accounts may have grown until it lands
  std::uint32_t units_min = 1'000;    ///< never ask for less
  std::uint32_t percentile = 75;      ///< of the recent prices, 0 … 100
  std::uint64_t price_max_micro_lamports = 50'000;  ///< a compute unit; whatever the market says
};

/// simulated × (100 + margin) / 100, rounded up, within units_min and kComputeUnitsMax.
std::uint32_t compute_unit_limit(std::uint64_t simulated, const FeeRules& rules);

/// The nearest-rank percentile of `recent`, at most price_max; 0 when there is no market.
std::uint64_t priority_price(std::vector<std::uint64_t> recent, const FeeRules& rules);

/// The program that reads the two instructions below: ComputeBudget111111111111111111111111111111.
const Pubkey& compute_budget_program();
codec::Instruction set_compute_unit_limit(std::uint32_t units);
codec::Instruction set_compute_unit_price(std::uint64_t micro_lamports);

}  // namespace zestron::transact
