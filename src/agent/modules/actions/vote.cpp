#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct VoteAction {
  static constexpr std::string_view kName = "vote", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Wants to vote on a proposal, once: in favour or against as `in_favour` says when it has something new, while "
      "the proposal is open.";
  static constexpr Port kInputs[] = {{"open", PortType::kBoolean}, {"in_favour", PortType::kBoolean}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};
  static constexpr std::size_t kMoment = 1;

  struct Params {
    Pubkey proposal;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::proposal, "proposal", "The proposal")}; }

  struct State {
    bool voted = false;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    auto& out = frame.out<Wish>();
    const auto& open = frame.in<Boolean>(0);
    const auto& in_favour = frame.in<Boolean>(1);
    out.ready = !state.voted && frame.fired(1) && open.ready && open.value && in_favour.ready;
    if (!out.ready) return false;
    state.voted = true;
    out.action = domain::Vote{params.proposal, in_favour.value};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& vote() { return kind_of<VoteAction>(); }
}  // namespace modules

}  // namespace zestron::agent
