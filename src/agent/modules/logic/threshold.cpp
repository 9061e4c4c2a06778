#include "agent/define.hpp"

#include <limits>

namespace zestron::agent {
namespace {

struct Threshold {
  static constexpr std::string_view kName = "threshold", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "True from when a value rises to enter until it falls to leave, which lies at or below enter: the gap keeps it "
      "from flickering.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};
  static constexpr Port kOutputs[] = {{"above", PortType::kBoolean}};

  struct Params {
    double enter = 0, leave = 0;
  };
  static std::vector<Field<Params>> fields() {
    return {number(&Params::enter, "enter", -1e15, 1e15, "At or above this it becomes true."),
            number(&Params::leave, "leave", -1e15, 1e15, "Below this it becomes false; between both it stays.")};
  }
  static std::optional<std::string> check(const Params& params) {
    if (params.leave <= params.enter) return std::nullopt;
    return "parameter 'leave': expected at most what 'enter' is";
  }

  static Calm calm(const Frame& frame, const Params& params) {
    constexpr double kAll = std::numeric_limits<double>::infinity();
    const auto& now = frame.out<Boolean>();
    if (!now.ready) return {};
    return now.value ? Calm{params.leave, kAll} : Calm{-kAll, params.enter};
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    const auto& value = frame.in<Number>(0);
    if (!value.ready) return false;
    auto& out = frame.out<Boolean>();
    const auto before = out;
    if (value.value >= params.enter) {
      out.value = true;
    } else if (value.value < params.leave) {
      out.value = false;
    }
    out.ready = true;
    return !before.ready || before.value != out.value;
  }
};

}  // namespace

namespace modules {
const Kind& threshold() { return kind_of<Threshold>(); }
}  // namespace modules

}  // namespace zestron::agent
