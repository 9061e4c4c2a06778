#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Receive {
  static constexpr std::string_view kName = "receive", kGroup = "agents";
  static constexpr std::string_view kSummary = "The newest value that another agent sent.";
  static constexpr Port kOutputs[] = {{"value", PortType::kNumber}};

  struct Params {
    Pubkey from;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::from, "from", "The agent that sends")}; }

  static Trigger trigger(const Params& params, const Market&) { return {Trigger::On::kMessage, params.from}; }

  static bool step(const Frame& frame, const Params&, Nothing&) {
    const auto* message = frame.what<domain::Message>();
    if (message == nullptr) return false;
    frame.out<Number>() = {message->number, true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& receive() { return kind_of<Receive>(); }
}  // namespace modules

}  // namespace zestron::agent
