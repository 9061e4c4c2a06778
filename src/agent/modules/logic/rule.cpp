#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Rule {
  static constexpr std::string_view kName = "rule", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "Long from when enter becomes true until leave becomes true; leave wins over enter. A condition that is left "
      "standing does not enter again.";
  static constexpr Port kInputs[] = {{"enter", PortType::kBoolean}, {"leave", PortType::kBoolean}};
  static constexpr Port kOutputs[] = {{"signal", PortType::kSignal}};

  struct State {
    bool entering = false;
  };

  static bool step(const Frame& frame, const Nothing&, State& state) {
    const auto& enter = frame.in<Boolean>(0);
    const auto& leave = frame.in<Boolean>(1);
    if (!enter.ready || !leave.ready) return false;
    auto& side = frame.out<Signal>().side;
    const auto before = side;
    const bool rose = enter.value && !state.entering;
    state.entering = enter.value;
    if (leave.value) {
      side = Side::kFlat;
    } else if (rose) {
      side = Side::kLong;
    }
    return side != before;
  }
};

}  // namespace

namespace modules {
const Kind& rule() { return kind_of<Rule>(); }
}  // namespace modules

}  // namespace zestron::agent
