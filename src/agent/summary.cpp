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
  };
  return std::visit(Visitor{}, action);
}

}  // namespace zestron::agent
