#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Submit {
  static constexpr std::string_view kName = "submit", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Hands an intent to policy. Without a submit nothing an agent wants leaves its graph.";
  static constexpr Port kInputs[] = {{"intent", PortType::kIntent}};
  static constexpr bool kActs = true;
  static constexpr std::size_t kMoment = 0;

  static bool step(const Frame& frame, const Nothing&, Nothing&) {
    const auto& wish = frame.in<Wish>(0);
    if (!frame.fired(0) || !wish.ready) return false;
    frame.submit(wish.action);
    return false;
  }
};

}  // namespace

namespace modules {
const Kind& submit() { return kind_of<Submit>(); }
}  // namespace modules

}  // namespace zestron::agent
