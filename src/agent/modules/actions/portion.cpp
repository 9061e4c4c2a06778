#include <algorithm>
#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Portion {
  static constexpr std::string_view kName = "portion", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "A part of a quantity in hundredths of a percent, rounded down, and never more than units_max.";
  static constexpr Port kInputs[] = {{"amount", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"part", PortType::kQuantity}};

  struct Params {
    std::uint32_t bps = 0;
    std::uint64_t units_max = kIntegerMax;
  };
  static std::vector<Field<Params>> fields() {
    return {integer(&Params::bps, "bps", 0, 10'000, "Of the amount."),
            integer(&Params::units_max, "units_max", 0, kIntegerMax, "Base units.").optional()};
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    const auto& amount = frame.in<Quantity>(0);
    if (!amount.ready) return false;
    __extension__ using Wide = unsigned __int128;
    const auto part = static_cast<std::uint64_t>(static_cast<Wide>(amount.units) * params.bps / 10'000U);
    frame.out<Quantity>() = {std::min(part, params.units_max), amount.mint, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& portion() { return kind_of<Portion>(); }
}  // namespace modules

}  // namespace zestron::agent
