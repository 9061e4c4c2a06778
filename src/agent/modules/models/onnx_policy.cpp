#include "agent/asking.hpp"
#include "agent/define.hpp"

#include <algorithm>
#include <cmath>

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
    auto& out = frame.out<Vector>(1);
    const auto* tensor = std::get_if<domain::Answer::Tensor>(&answer.content);
    // Of another size, or with something that is no number: not an answer of this model.
    if (tensor == nullptr || tensor->values.size() != out.capacity) return false;
    for (const double value : tensor->values) {
      if (!std::isfinite(value)) return false;
    }
    std::ranges::copy(tensor->values, out.room().begin());
    out.size = out.capacity;
    const auto best = std::ranges::max_element(tensor->values);
    frame.out<Number>(0) = {static_cast<double>(best - tensor->values.begin()), true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& onnx_policy() { return kind_of<OnnxPolicy>(); }
}  // namespace modules

}  // namespace zestron::agent
