#include "agent/define.hpp"
#include "context/window.hpp"

#include <algorithm>

namespace zestron::agent {
namespace {

struct DonchianChannel {
  static constexpr std::string_view kName = "channel", kGroup = "indicators";
  static constexpr std::string_view kSummary = "Donchian channel: the highest and lowest of the newest period values.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"high", PortType::kNumber}, {"low", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 1;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period)}; }

  struct State {
    context::Window<double>::Head head;
  };
  static std::size_t state_bytes(const Params& params) { return sizeof(State) + params.period * sizeof(double); }
  static std::uint64_t fuel(const Params& params) { return params.period + 2; }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    context::Window<double> window(state.head, {tail_of<double>(state), params.period});
    window.add(value.value);
    double high = window[0];
    double low = window[0];
    for (std::size_t i = 1; i < window.size(); ++i) {
      high = std::max(high, window[i]);
      low = std::min(low, window[i]);
    }
    frame.out<Number>(0) = {high, window.full()};
    frame.out<Number>(1) = {low, window.full()};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& channel() { return kind_of<DonchianChannel>(); }
}  // namespace modules

}  // namespace zestron::agent
