#include "agent/define.hpp"
#include "context/window.hpp"

namespace zestron::agent {
namespace {

struct RateOfChange {
  static constexpr std::string_view kName = "change", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "Relative change against the value period observations ago: 0.01 is one percent.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"change", PortType::kNumber}};

  struct Params {
    std::uint32_t period = 1;
  };
  static std::vector<Field<Params>> fields() { return {period(&Params::period)}; }

  struct State {
    context::Window<double>::Head head;
  };
  static std::size_t state_bytes(const Params& params) { return sizeof(State) + (params.period + 1) * sizeof(double); }
  static std::uint64_t fuel(const Params&) { return 4; }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    context::Window<double> window(state.head, {tail_of<double>(state), params.period + 1});
    window.add(value.value);
    const bool ready = window.full() && window[0] != 0;
    frame.out<Number>() = {ready ? value.value / window[0] - 1.0 : 0.0, ready};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& change() { return kind_of<RateOfChange>(); }
}  // namespace modules

}  // namespace zestron::agent
