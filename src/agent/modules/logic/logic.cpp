#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Logic {
  static constexpr std::string_view kName = "logic", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "Booleans combined: all of them true, any of them, or none (with a alone: not). Waits until every connected one "
      "is ready.";
  static constexpr Port kInputs[] = {{"a", PortType::kBoolean},
                                     {"b", PortType::kBoolean, false},
                                     {"c", PortType::kBoolean, false},
                                     {"d", PortType::kBoolean, false}};
  static constexpr Port kOutputs[] = {{"result", PortType::kBoolean}};

  enum class Operation : std::uint8_t { kAll, kAny, kNone };
  struct Params {
    Operation operation = Operation::kAll;
  };
  static std::vector<Field<Params>> fields() {
    using enum Operation;
    return {
        choice(&Params::operation, "operation", {{"all", kAll}, {"any", kAny}, {"none", kNone}}, "How to combine.")};
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    bool all = true;
    bool any = false;
    for (std::size_t port = 0; port < frame.inputs(); ++port) {
      if (!frame.connected(port)) continue;
      const auto& input = frame.in<Boolean>(port);
      if (!input.ready) return false;
      all = all && input.value;
      any = any || input.value;
    }
    const bool result = params.operation == Operation::kAll ? all : (params.operation == Operation::kAny) == any;
    auto& out = frame.out<Boolean>();
    const bool news = !out.ready || out.value != result;
    out = {result, true};
    return news;
  }
};

}  // namespace

namespace modules {
const Kind& logic() { return kind_of<Logic>(); }
}  // namespace modules

}  // namespace zestron::agent
