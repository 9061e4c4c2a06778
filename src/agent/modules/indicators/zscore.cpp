#include "agent/define.hpp"
#include "context/averages.hpp"

namespace zestron::agent {
namespace {

struct StandardScore {
  static constexpr std::string_view kName = "zscore", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "How many standard deviations a value lies above the mean of the newest period values, itself among them.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {
      {"score", PortType::kNumber}, {"mean", PortType::kNumber}, {"deviation", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 2;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period)}; }

  struct State {
    context::Window<double>::Head head;
  };
  static std::size_t state_bytes(const Params& params) { return sizeof(State) + params.period * sizeof(double); }
  static std::uint64_t fuel(const Params& params) { return 3 * params.period + 8; }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    context::Window<double> window(state.head, {tail_of<double>(state), params.period});
    window.add(value.value);
    const double mean = context::mean(window);
    const double deviation = context::deviation(window);
    // A series that stands still has no score.
    frame.out<Number>(0) = {deviation > 0 ? (value.value - mean) / deviation : 0.0, window.full() && deviation > 0};
    frame.out<Number>(1) = {mean, window.full()};
    frame.out<Number>(2) = {deviation, window.full()};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& zscore() { return kind_of<StandardScore>(); }
}  // namespace modules

}  // namespace zestron::agent
