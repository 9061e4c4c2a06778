#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct PoolShares {
  static constexpr std::string_view kName = "pool_shares", kGroup = "sources";
  static constexpr std::string_view kSummary =
      "How many shares a constant-product pool has: what the agent's own are a part of.";
  static constexpr Port kOutputs[] = {{"supply", PortType::kQuantity}};

  struct Params {
    Pubkey pool;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::pool, "pool", "The pool")}; }

  static Trigger trigger(const Params& params, const Market&) { return {Trigger::On::kPool, params.pool}; }

  static bool step(const Frame& frame, const Params&, Nothing&) {
    const auto* pool = frame.what<domain::PoolState>();
    if (pool == nullptr || pool->shares == Pubkey{}) return false;  // of a record that does not have them
    frame.out<Quantity>() = {pool->supply, pool->shares, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& pool_shares() { return kind_of<PoolShares>(); }
}  // namespace modules

}  // namespace zestron::agent
