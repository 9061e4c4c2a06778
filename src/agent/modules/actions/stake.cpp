#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct StakeAction {
  static constexpr std::string_view kName = "stake", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Wants to deposit an amount into a staking pool when `when` becomes true.";
  static constexpr Port kInputs[] = {{"when", PortType::kBoolean}, {"amount", PortType::kQuantity}};
  static constexpr Port kOutputs[] = {{"intent", PortType::kIntent}};
  static constexpr std::size_t kMoment = 0;

  struct Params {
    Pubkey pool;
    std::uint32_t lock_days = 0;
  };
  static std::vector<Field<Params>> fields() {
    return {key(&Params::pool, "pool", "The staking pool"),
            integer(&Params::lock_days, "lock_days", 0, 1'461, "For how long the stake is locked.")};
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    auto& out = frame.out<Wish>();
    const auto& when = frame.in<Boolean>(0);
    const auto& amount = frame.in<Quantity>(1);
    out.ready = frame.fired(0) && when.ready && when.value && amount.ready && amount.units != 0;
    if (out.ready) out.action = domain::Stake{params.pool, amount.mint, amount.units, params.lock_days};
    return out.ready;
  }
};

}  // namespace

namespace modules {
const Kind& stake() { return kind_of<StakeAction>(); }
}  // namespace modules

}  // namespace zestron::agent
