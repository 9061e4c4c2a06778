#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Features {
  static constexpr std::string_view kName = "features", kGroup = "models";
  static constexpr std::string_view kSummary =
      "Up to eight numbers side by side, for a model to read: a vector of those connected, once all of them are ready.";
  static constexpr Port kInputs[] = {{"a", PortType::kNumber},        {"b", PortType::kNumber, false},
                                     {"c", PortType::kNumber, false}, {"d", PortType::kNumber, false},
                                     {"e", PortType::kNumber, false}, {"f", PortType::kNumber, false},
                                     {"g", PortType::kNumber, false}, {"h", PortType::kNumber, false}};
  static constexpr Port kOutputs[] = {{"values", PortType::kVector}};

  static std::vector<std::uint32_t> capacities(const Nothing&) {
    return {static_cast<std::uint32_t>(std::size(kInputs))};
  }
  static std::uint64_t fuel(const Nothing&) { return 8; }

  static bool step(const Frame& frame, const Nothing&, Nothing&) {
    auto& out = frame.out<Vector>();
    std::uint32_t size = 0;
    for (std::size_t port = 0; port < frame.inputs(); ++port) {
      if (!frame.connected(port)) continue;
      const auto& number = frame.in<Number>(port);
      if (!number.ready) return false;
      out.room()[size++] = number.value;
    }
    out.size = size;
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& features() { return kind_of<Features>(); }
}  // namespace modules

}  // namespace zestron::agent
