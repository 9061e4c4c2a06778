#include "agent/summary.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>

namespace zestron::agent {

std::string summary_of(const domain::Action& action) {
  struct Visitor {
    std::string operator()(const domain::ClaimPerformance& claim) const {
      return fmt::format("claim gain {} and loss {} of {} trades", claim.gain, claim.loss, claim.trades);
    }
    std::string operator()(const domain::Swap& swap) const {
      return fmt::format("swap {} of {} for at least {} of {} at {}", swap.amount_in, codec::to_base58(swap.mint_in),
                         swap.out_min, codec::to_base58(swap.mint_out), codec::to_base58(swap.pool));
    }
    std::string operator()(const domain::Stake& stake) const {
      return fmt::format("stake {} of {} at {} for {} days", stake.amount, codec::to_base58(stake.mint),
                         codec::to_base58(stake.pool), stake.lock_days);
    }
    std::string operator()(const domain::Vote& vote) const {
      return fmt::format("vote {} {}", vote.in_favour ? "for" : "against", codec::to_base58(vote.proposal));
    }
    std::string operator()(const domain::Transfer& transfer) const {
      return fmt::format("send {} of {} to {}", transfer.amount, codec::to_base58(transfer.mint),
                         codec::to_base58(transfer.destination));
    }
    std::string operator()(const domain::Arbitrage& legs) const {
      return fmt::format("turn {} of {} into {} of {} at {} and back into at least {} at {}", legs.amount_in,
                         codec::to_base58(legs.mint), legs.amount_between, codec::to_base58(legs.between),
                         codec::to_base58(legs.first), legs.out_min, codec::to_base58(legs.second));
    }
    std::string operator()(const domain::AddLiquidity& add) const {
      return fmt::format("give at most {} of {} and {} of {} to {} for {} of its shares", add.a_max,
                         codec::to_base58(add.mint_a), add.b_max, codec::to_base58(add.mint_b),
                         codec::to_base58(add.pool), add.shares);
    }
    std::string operator()(const domain::RemoveLiquidity& remove) const {
      return fmt::format("give {} shares of {} back for at least {} of {} and {} of {}", remove.shares,
                         codec::to_base58(remove.pool), remove.a_min, codec::to_base58(remove.mint_a), remove.b_min,
                         codec::to_base58(remove.mint_b));
    }
  };
  return std::visit(Visitor{}, action);
}

}  // namespace zestron::agent
