#include "agent/define.hpp"
#include "base/math/exp_log.hpp"

#include <algorithm>
#include <cmath>

namespace zestron::agent {
namespace {

struct Arithmetic {
  static constexpr std::string_view kName = "arithmetic", kGroup = "logic";
  static constexpr std::string_view kSummary =
      "a and b combined: add, subtract, multiply, divide, min, max; or of a alone: square_root, log, exp, absolute. "
      "Not ready where the result "
      "is no finite number.";
  static constexpr Port kInputs[] = {{"a", PortType::kNumber}, {"b", PortType::kNumber, false}};
  static constexpr Port kOutputs[] = {{"result", PortType::kNumber}};

  enum class Operation : std::uint8_t {
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kMin,
    kMax,
    kSquareRoot,
    kLog,
    kExp,
    kAbsolute
  };
  struct Params {
    Operation operation = Operation::kAdd;
    double constant = 0;
  };
  static std::vector<Field<Params>> fields() {
    using enum Operation;
    return {choice(&Params::operation, "operation",
                   {{"add", kAdd},
                    {"subtract", kSubtract},
                    {"multiply", kMultiply},
                    {"divide", kDivide},
                    {"min", kMin},
                    {"max", kMax},
                    {"square_root", kSquareRoot},
                    {"log", kLog},
                    {"exp", kExp},
                    {"absolute", kAbsolute}},
                   "What to compute."),
            number(&Params::constant, "constant", -1e15, 1e15, "Stands for b when b is left open.").optional()};
  }
  static std::uint64_t fuel(const Params&) { return 8; }

  static double compute(Operation operation, double a, double b) {
    switch (operation) {
      case Operation::kAdd: return a + b;
      case Operation::kSubtract: return a - b;
      case Operation::kMultiply: return a * b;
      case Operation::kDivide: return a / b;
      case Operation::kMin: return std::min(a, b);
      case Operation::kMax: return std::max(a, b);
      case Operation::kSquareRoot: return std::sqrt(a);
      case Operation::kLog: return math::log(a);
      case Operation::kExp: return math::exp(a);
      case Operation::kAbsolute: return a < 0 ? -a : a;
    }
    return 0;
  }

  static bool step(const Frame& frame, const Params& params, Nothing&) {
    const auto& a = frame.in<Number>(0);
    const Number b = frame.connected(1) ? frame.in<Number>(1) : Number{params.constant, true};
    if (!a.ready || !b.ready) return false;
    const double result = compute(params.operation, a.value, b.value);
    const bool finite = std::isfinite(result);
    frame.out<Number>() = {finite ? result : 0.0, finite};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& arithmetic() { return kind_of<Arithmetic>(); }
}  // namespace modules

}  // namespace zestron::agent
