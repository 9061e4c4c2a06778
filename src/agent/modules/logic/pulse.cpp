#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Pulse {
  static constexpr std::string_view kName = "pulse", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "True for one observation of a value that is at_least so much, and then not again for pause_seconds: an order "
      "that came to nothing is given again, and none before the last one can have landed. With `while`, only as long "
      "as "
      "that is true.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}, {"while", PortType::kBoolean, false}};
  static constexpr Port kOutputs[] = {{"now", PortType::kBoolean}};

  struct Params {
    double at_least = 0;
    std::uint32_t pause_seconds = 1;
  };
  static std::vector<Field<Params>> fields() {
    return {number(&Params::at_least, "at_least", -1e15, 1e15, "Below this nothing is said."),
            integer(&Params::pause_seconds, "pause_seconds", 0, 604'800, "What passes at least before the next.")};
  }

  struct State {
    std::int64_t next_ms = 0;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& value = frame.in<Number>(0);
    const bool held = !frame.connected(1) || (frame.in<Boolean>(1).ready && frame.in<Boolean>(1).value);
    if (!value.ready) return false;
    auto& out = frame.out<Boolean>();
    const auto before = out;
    const auto now = frame.event().now.value();
    out = {held && now >= state.next_ms && value.value >= params.at_least, true};
    if (out.value) state.next_ms = now + std::int64_t{params.pause_seconds} * 1'000;
    return out.value || !before.ready || before.value;
  }
};

}  // namespace

namespace modules {
const Kind& pulse() { return kind_of<Pulse>(); }
}  // namespace modules

}  // namespace zestron::agent
