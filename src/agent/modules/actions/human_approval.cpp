#include "agent/asking.hpp"
#include "agent/define.hpp"
#include "agent/summary.hpp"

namespace zestron::agent {
namespace {

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
