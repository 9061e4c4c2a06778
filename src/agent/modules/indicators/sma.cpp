#include "agent/define.hpp"
#include "context/averages.hpp"

namespace zestron::agent {
namespace {

struct SimpleAverage {
  static constexpr std::string_view kName = "sma", kGroup = "indicators";
  static constexpr std::string_view kSummary = "Simple moving average over the newest period values.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"average", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 1;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period)}; }

  struct State {
    context::Window<double>::Head head;
  };
  static std::size_t state_bytes(const Params& params) { return sizeof(State) + params.period * sizeof(double); }
  // Summed anew each time: a running sum would collect rounding errors.
  static std::uint64_t fuel(const Params& params) { return params.period + 2; }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    context::Window<double> window(state.head, {tail_of<double>(state), params.period});
    window.add(value.value);
    frame.out<Number>() = {context::mean(window), window.full()};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& sma() { return kind_of<SimpleAverage>(); }
}  // namespace modules

}  // namespace zestron::agent
