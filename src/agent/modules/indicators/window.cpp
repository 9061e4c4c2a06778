#include "context/window.hpp"
#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct RecentValues {
  static constexpr std::string_view kName = "window", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "The newest period values as a vector, oldest first, once there are so many.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"values", PortType::kVector}};

  struct Params {
    std::uint32_t period = 1;
  };
  static std::vector<Field<Params>> fields() {
    return {integer(&Params::period, "period", 1, 1'024, "In observations.")};
  }
  static std::vector<std::uint32_t> capacities(const Params& params) { return {params.period}; }

  struct State {
    context::Window<double>::Head head;
  };
  static std::size_t state_bytes(const Params& params) { return sizeof(State) + params.period * sizeof(double); }
  static std::uint64_t fuel(const Params& params) { return params.period; }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    context::Window<double> window(state.head, {tail_of<double>(state), params.period});
    window.add(value.value);
    if (!window.full()) return false;
    auto& out = frame.out<Vector>();
    out.size = out.capacity;
    for (std::size_t i = 0; i < window.size(); ++i) out.room()[i] = window[i];
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& window() { return kind_of<RecentValues>(); }
}  // namespace modules

}  // namespace zestron::agent
