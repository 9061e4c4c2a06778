#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct PoolSource {
  static constexpr std::string_view kName = "pool", kGroup = "sources";
  static constexpr std::string_view kSummary =
      "A constant-product pool: both reserves, its fee, and its price, which is reserve B per unit of reserve A in "
      "base units.";
  static constexpr Port kOutputs[] = {{"price", PortType::kNumber},
                                      {"reserve_a", PortType::kQuantity},
                                      {"reserve_b", PortType::kQuantity},
                                      {"fee_bps", PortType::kNumber}};

  struct Params {
    Pubkey pool;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::pool, "pool", "The pool")}; }

  static Trigger trigger(const Params& params, const Market&) { return {Trigger::On::kPool, params.pool}; }

  static bool step(const Frame& frame, const Params&, Nothing&) {
    const auto* pool = frame.what<domain::PoolState>();
    if (pool == nullptr) return false;
    // An empty pool has no price.
    const bool traded = pool->reserve_a != 0 && pool->reserve_b != 0;
    frame.out<Number>(0) = {traded ? static_cast<double>(pool->reserve_b) / static_cast<double>(pool->reserve_a) : 0.0,
                            traded};
    frame.out<Quantity>(1) = {pool->reserve_a, pool->mint_a, true};
    frame.out<Quantity>(2) = {pool->reserve_b, pool->mint_b, true};
    frame.out<Number>(3) = {static_cast<double>(pool->fee_bps), true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& pool() { return kind_of<PoolSource>(); }
}  // namespace modules

}  // namespace zestron::agent
