#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Units {
  static constexpr std::string_view kName = "units", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "A quantity as a number of its base units, for rules and models. Beyond 2^53 the last digits are lost, so money "
      "is "
      "moved by the quantity itself.";
  static constexpr Port kInputs[] = {{"amount", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"number", PortType::kNumber}};

  static bool step(const Frame& frame, const Nothing&, Nothing&) {
    const auto& amount = frame.in<Quantity>(0);
    if (!amount.ready) return false;
    frame.out<Number>() = {static_cast<double>(amount.units), true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& units() { return kind_of<Units>(); }
}  // namespace modules

}  // namespace zestron::agent
