#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct SideEdge {
  static constexpr std::string_view kName = "change_of_side", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "Whether a signal last turned long (entered) or flat (left); new only when it turns, so that an action follows "
      "each turn once.";
  static constexpr Port kInputs[] = {{"signal", PortType::kSignal}};
  static constexpr Port kOutputs[] = {{"entered", PortType::kBoolean}, {"left", PortType::kBoolean}};

  static bool step(const Frame& frame, const Nothing&, Nothing&) {
    // A signal has something new only when it turns.
    const bool is_long = frame.in<Signal>(0).side == Side::kLong;
    frame.out<Boolean>(0) = {is_long, true};
    frame.out<Boolean>(1) = {!is_long, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& change_of_side() { return kind_of<SideEdge>(); }
}  // namespace modules

}  // namespace zestron::agent
