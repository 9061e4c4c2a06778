#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Send {
  static constexpr std::string_view kName = "send", kGroup = "agents";
  static constexpr std::string_view kSummary =
      "Sends each new value to another agent, which has it at its next tick. A full mailbox there drops it.";
  static constexpr Port kInputs[] = {{"value", PortType::kNumber}};

  struct Params {
    Pubkey to;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::to, "to", "The agent that receives")}; }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    const auto& value = frame.in<Number>(0);
    if (value.ready) frame.send({params.to, value.value});
    return false;
  }
};

}  // namespace

namespace modules {
const Kind& send() { return kind_of<Send>(); }
}  // namespace modules

}  // namespace zestron::agent
