#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct HoldingSource {
  static constexpr std::string_view kName = "holding", kGroup = "sources";
  static constexpr std::string_view kSummary = "What the agent's own wallet holds of a mint.";
  static constexpr Port kOutputs[] = {{"amount", PortType::kQuantity}};

  struct Params {
    Pubkey mint;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::mint, "mint", "The mint")}; }

  static Trigger trigger(const Params& params, const Market&) { return {Trigger::On::kHolding, params.mint}; }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    const auto* holding = frame.what<domain::Holding>();
    if (holding == nullptr) return false;
    frame.out<Quantity>() = {holding->amount, params.mint, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& holding() { return kind_of<HoldingSource>(); }
}  // namespace modules

}  // namespace zestron::agent
