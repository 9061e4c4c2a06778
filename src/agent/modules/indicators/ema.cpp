#include "agent/define.hpp"
#include "context/averages.hpp"

namespace zestron::agent {
namespace {

struct ExponentialAverage {
  static constexpr std::string_view kName = "ema", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "Exponential moving average of a number or price, weight 2 / (period + 1) on the newest. Ready after its period.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"average", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 1;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period)}; }

  struct State {
    context::Ema ema;
  };
  static void begin(const Frame&, const Params& params, State& state) { state.ema = context::Ema(params.period); }

  static bool step(const Frame& frame, const Params&, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    state.ema.add(value.value);
    frame.out<Number>() = {state.ema.value(), state.ema.ready()};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& ema() { return kind_of<ExponentialAverage>(); }
}  // namespace modules

}  // namespace zestron::agent
