#include "agent/asking.hpp"
#include "agent/define.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>

namespace zestron::agent {
namespace {

// What a person reads before they say yes: figures from the intent itself, no word of a model.
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

struct HumanApproval {
  static constexpr std::string_view kName = "human_approval", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Holds an intent until a person approves it; lets it go when they reject it or nobody answers in time. One at a "
      "time: what comes "
      "meanwhile is dropped.";
  static constexpr Port kInputs[] = {{"intent", PortType::kIntent}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};
  static constexpr std::string_view kService = domain::Consent::kService;

  struct Params {
    std::uint32_t expires_seconds = 0;
  };
  static std::vector<Field<Params>> fields() {
    return {integer(&Params::expires_seconds, "expires_seconds", 1, 604'800, "How long an answer is waited for.")};
  }
  static std::uint64_t fuel(const Params&) { return 500; }

  struct State {
    Asking asking;
    domain::Action held;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    auto& out = frame.out<Wish>();
    out.ready = false;
    const std::int64_t timeout_ms = std::int64_t{params.expires_seconds} * 1'000;
    const bool in_time = state.asking.patient(frame, timeout_ms);
    if (const auto* answer = state.asking.take(frame)) {
      const auto* decision = std::get_if<domain::Answer::Decision>(&answer->content);
      out.ready = in_time && decision != nullptr && decision->approved;
      if (out.ready) out.action = state.held;
      return out.ready;
    }
    const auto& wish = frame.in<Wish>(0);
    if (!frame.fired(0) || !wish.ready || in_time) return false;
    state.held = wish.action;
    state.asking.ask(frame,
                     domain::Consent{summary_of(wish.action), UnixMillis(frame.event().now.value() + timeout_ms)});
    return false;
  }
};

}  // namespace

namespace modules {
const Kind& human_approval() { return kind_of<HumanApproval>(); }
}  // namespace modules

}  // namespace zestron::agent
