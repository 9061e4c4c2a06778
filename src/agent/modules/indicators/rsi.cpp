#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct RelativeStrength {
  static constexpr std::string_view kName = "rsi", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "Relative strength index by Wilder, 0 to 100: the share of the rises in all moves, smoothed with weight 1 / "
      "period.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"index", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 14;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period, "In changes.")}; }

  struct State {
    double last = 0, rise = 0, fall = 0;
    std::uint32_t values = 0;
  };
  static std::uint64_t fuel(const Params&) { return 8; }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    const double change = state.values == 0 ? 0.0 : value.value - state.last;
    state.last = value.value;
    if (state.values <= params.period) ++state.values;
    const auto changes = state.values - 1;
    if (changes == 0) return false;
    // The plain mean of the first period changes, then Wilder's smoothing.
    const double weight = 1.0 / static_cast<double>(changes);
    state.rise += weight * ((change > 0 ? change : 0.0) - state.rise);
    state.fall += weight * ((change < 0 ? -change : 0.0) - state.fall);
    const double moves = state.rise + state.fall;
    frame.out<Number>() = {moves > 0 ? 100.0 * state.rise / moves : 50.0, changes == params.period};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& rsi() { return kind_of<RelativeStrength>(); }
}  // namespace modules

}  // namespace zestron::agent
