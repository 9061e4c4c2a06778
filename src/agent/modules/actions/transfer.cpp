#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct TransferAction {
  static constexpr std::string_view kName = "transfer", kGroup = "actions";
  static constexpr std::string_view kSummary = "Wants to send an amount to another owner when `when` becomes true.";
  static constexpr Port kInputs[] = {{"when", PortType::kBoolean}, {"amount", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};
  static constexpr std::size_t kMoment = 0;

  struct Params {
    Pubkey destination;
  };
  static std::vector<Field<Params>> fields() {
    return {key(&Params::destination, "destination", "The owner who receives")};
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    auto& out = frame.out<Wish>();
    const auto& when = frame.in<Boolean>(0);
    const auto& amount = frame.in<Quantity>(1);
    out.ready = frame.fired(0) && when.ready && when.value && amount.ready && amount.units != 0;
    if (out.ready) out.action = domain::Transfer{amount.mint, params.destination, amount.units};
    return out.ready;
  }
};

}  // namespace

namespace modules {
const Kind& transfer() { return kind_of<TransferAction>(); }
}  // namespace modules

}  // namespace zestron::agent
