#include "transact/fees.hpp"

#include "codec/base58.hpp"
#include "codec/little_endian.hpp"

#include <algorithm>

namespace zestron::transact {
namespace {
// Discriminants of ComputeBudgetInstruction (crate solana-compute-budget-interface).
constexpr std::uint8_t kSetLimit = 2;
constexpr std::uint8_t kSetPrice = 3;
}  // namespace

std::uint32_t compute_unit_limit(std::uint64_t simulated, const FeeRules& rules) {
  // Bounded first, so that no product below leaves 64 bits.
  const std::uint64_t used = std::min<std::uint64_t>(simulated, kComputeUnitsMax);
  const std::uint64_t wanted = (used * (std::uint64_t{100} + rules.margin_percent) + 99) / 100;
  const auto floor = std::min(rules.units_min, kComputeUnitsMax);
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(wanted, floor, kComputeUnitsMax));
}

std::uint64_t priority_price(std::vector<std::uint64_t> recent, const FeeRules& rules) {
  if (recent.empty()) return 0;
  const auto percent = std::min<std::size_t>(rules.percentile, 100);
  const auto rank = std::max<std::size_t>((recent.size() * percent + 99) / 100, 1) - 1;
  const auto at = recent.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(recent.begin(), at, recent.end());
  return std::min(*at, rules.price_max_micro_lamports);
}

const Pubkey& compute_budget_program() {
  static const Pubkey kProgram = *codec::from_base58<Pubkey>("ComputeBudget111111111111111111111111111111");
  return kProgram;
}

codec::Instruction set_compute_unit_limit(std::uint32_t units) {
  codec::Instruction instruction{compute_budget_program(), {}, {kSetLimit}};
  codec::put_le(instruction.data, units);
  return instruction;
}

codec::Instruction set_compute_unit_price(std::uint64_t micro_lamports) {
  codec::Instruction instruction{compute_budget_program(), {}, {kSetPrice}};
  codec::put_le(instruction.data, micro_lamports);
  return instruction;
}

}  // namespace zestron::transact
