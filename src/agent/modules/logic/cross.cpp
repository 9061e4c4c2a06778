#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Cross {
  static constexpr std::string_view kName = "cross", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "Long from the observation at which fast rises above slow, flat from the one at which it falls below. Never "
      "enters late.";
  static constexpr Port kInputs[] = {{"fast", PortType::kNumber}, {"slow", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"signal", PortType::kSignal}};

  struct State {
    bool was_below = false;  // false: it may have risen long ago, and entering now would be late
  };

  static bool step(const Frame& frame, const Nothing&, State& state) {
    const auto& fast = frame.in<Number>(0);
    const auto& slow = frame.in<Number>(1);
    if (!fast.ready || !slow.ready) return false;
    auto& side = frame.out<Signal>().side;
    const auto before = side;
    // Equal numbers are no crossing yet: the side on which they were stays.
    if (fast.value < slow.value) {
      state.was_below = true;
      side = Side::kFlat;
    } else if (fast.value > slow.value && state.was_below) {
      side = Side::kLong;
    }
    return side != before;
  }
};

}  // namespace

namespace modules {
const Kind& cross() { return kind_of<Cross>(); }
}  // namespace modules

}  // namespace zestron::agent
