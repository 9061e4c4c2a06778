#include "agent/asking.hpp"
#include "agent/define.hpp"
#include "agent/scores.hpp"

namespace zestron::agent {
namespace {

struct OnnxPolicy {
  static constexpr std::string_view kName = "onnx_policy", kGroup = "models";
  static constexpr std::string_view kSummary =
      "A reinforcement-learning policy: gives an observation to an ONNX graph and takes the action with the largest "
      "value, the first of equals. "
      "The values come back as a recorded event.";
  static constexpr Port kInputs[] = {{"observation", PortType::kVector}};
  static constexpr Port kOutputs[] = {{"action", PortType::kNumber}, {"values", PortType::kVector}};
  static constexpr std::string_view kService = domain::Inference::kService;

  struct Params {
    Hash model;
    std::uint32_t actions = 2;
  };
  static std::vector<Field<Params>> fields() {
    return {hex(&Params::model, "model", "sha256 of the ONNX file"),
            integer(&Params::actions, "actions", 2, 256, "How many the policy chooses from.")};
  }
  static std::vector<std::uint32_t> capacities(const Params& params) { return {0, params.actions}; }
  static std::uint64_t fuel(const Params& params) { return 500 + params.actions; }

  struct State {
    Asking asking;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    if (const auto* answer = state.asking.take(frame)) return accept(frame, *answer);
    const auto& observation = frame.in<Vector>(0);
    if (!frame.fired(0) || observation.size == 0) return false;
    const auto values = observation.view();
    state.asking.ask(frame, domain::Inference{.model = params.model,
                                              .input = {values.begin(), values.end()},
                                              .shape = {1, observation.size},
                                              .outputs = params.actions});
    return false;
  }

  static bool accept(const Frame& frame, const domain::Answer& answer) {
    const auto best = take_scores(answer, frame.out<Vector>(1));
    if (!best) return false;
    frame.out<Number>(0) = {static_cast<double>(*best), true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& onnx_policy() { return kind_of<OnnxPolicy>(); }
}  // namespace modules

}  // namespace zestron::agent
