#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Sampler {
  static constexpr std::string_view kName = "every", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "Passes every period-th value on and holds it until the next: a slower clock.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"value", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 1;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period)}; }

  struct State {
    std::uint32_t seen = 0;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready || ++state.seen < params.period) return false;
    state.seen = 0;
    frame.out<Number>() = value;
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& every() { return kind_of<Sampler>(); }
}  // namespace modules

}  // namespace zestron::agent
