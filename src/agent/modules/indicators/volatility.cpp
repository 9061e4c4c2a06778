#include "agent/define.hpp"
#include "context/averages.hpp"

#include <cmath>

namespace zestron::agent {
namespace {

struct Volatility {
  static constexpr std::string_view kName = "volatility", kGroup = "indicators";
  static constexpr std::string_view kSummary =
      "Standard deviation about zero of the relative change per observation: 0.01 is one percent. Ready after its "
      "period of changes.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"volatility", PortType::kNumber}};

  enum class Method : std::uint8_t { kRealised, kEwma };
  struct Params {
    std::uint32_t period = 1;
    Method method = Method::kRealised;
  };
  static std::vector<Field<Params>> fields() {
    return {period(&Params::period, "In changes."),
            choice(&Params::method, "method", {{"realised", Method::kRealised}, {"ewma", Method::kEwma}},
                   "realised: over a window of period changes; ewma: exponentially weighted.")};
  }

  struct State {
    double last = 0;
    context::Ema variance;
    context::Window<double>::Head head;
  };
  static std::size_t state_bytes(const Params& params) {
    return sizeof(State) + (params.method == Method::kRealised ? params.period * sizeof(double) : 0);
  }
  static std::uint64_t fuel(const Params& params) { return params.method == Method::kRealised ? params.period + 4 : 8; }
  static void begin(const Frame&, const Params& params, State& state) { state.variance = context::Ema(params.period); }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    // A relative change has no meaning for a series that touches zero.
    if (!value.ready || value.value <= 0) return false;
    const double from = std::exchange(state.last, value.value);
    const bool first = from == 0;
    auto& out = frame.out<Number>();
    if (params.method == Method::kEwma) {
      if (!first) state.variance.add(context::squared_change(from, value.value));
      out = {std::sqrt(state.variance.value()), state.variance.ready()};
    } else {
      context::Window<double> squares(state.head, {tail_of<double>(state), params.period});
      if (!first) squares.add(context::squared_change(from, value.value));
      out = {context::realised_volatility(squares), squares.full()};
    }
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& volatility() { return kind_of<Volatility>(); }
}  // namespace modules

}  // namespace zestron::agent
