#include "cu/trace.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace grapnel::tool {
namespace {

using nlohmann::json;

constexpr std::string_view kFormat = "grapnel-trace-1";
constexpr int kDepthMax = 16;  // the runtime allows 9 programs one inside the other
constexpr std::uint64_t kInstructionsMax = std::uint64_t{1} << 24;  // a transaction has 1.4 million compute units

// Throws where `number` is none of a transaction, which also keeps sums from wrapping. Asked of the type first: a fraction or a number
// beyond 64 bits is a double here, whose conversion is undefined where it doesn't fit.
std::uint64_t bounded(const json& number) {
  if (!number.is_number_unsigned() || number.get<std::uint64_t>() > kInstructionsMax)
    throw std::runtime_error("a number that is none of a transaction's");
  return number.get<std::uint64_t>();
}

// Throws nlohmann's exceptions, which read_trace() catches.
class Reader {
 public:
  std::vector<TracedInstruction> instructions(const json& list, int depth) {
    if (depth > kDepthMax) throw std::runtime_error("programs call each other too deeply");
    std::vector<TracedInstruction> out;
    for (const json& item : list) out.push_back(instruction(item, depth));
    return out;
  }

 private:
  TracedInstruction instruction(const json& item, int depth) {
    TracedInstruction out{item.at("program"), item.value("elf", ""), bounded(item.at("units")), {}};
    if (!item.contains("steps")) return out;
    std::uint64_t sum = 0;
    for (const json& step : item.at("steps")) {
      out.steps.push_back(step.is_array() ? Step(run(step)) : Step(syscall(step, depth)));
      sum += units(out.steps.back());
    }
    if (sum != out.units)
      throw std::runtime_error(fmt::format("the steps of {} add up to {}, not {}", out.program, sum, out.units));
    return out;
  }

  static Run run(const json& step) { return {bounded(step.at(0)), bounded(step.at(1))}; }

  SyscallStep syscall(const json& step, int depth) {
    SyscallStep out{step.at("syscall"), bounded(step.at("units")), {}};
    if (step.contains("instructions")) out.instructions = instructions(step.at("instructions"), depth + 1);
    std::uint64_t inner = 0;
    for (const TracedInstruction& instruction : out.instructions) inner += instruction.units;
    if (inner > out.units) throw std::runtime_error(out.name + " began more than it took");
    return out;
  }

  static std::uint64_t units(const Step& step) {
    if (const auto* run = std::get_if<Run>(&step)) return run->count;
    return std::get<SyscallStep>(step).units;
  }
};

}  // namespace

Outcome<Trace> read_trace(std::string_view text) {
  try {
    const json parsed = json::parse(text);
    if (parsed.at("format") != kFormat) return failure("not a trace of grapnel");
    Trace trace{bounded(parsed.at("computeUnits")), Reader().instructions(parsed.at("instructions"), 1)};
    std::uint64_t sum = 0;
    for (const TracedInstruction& instruction : trace.instructions) sum += instruction.units;
    if (sum != trace.units) return failure(fmt::format("the instructions add up to {}, not {}", sum, trace.units));
    return trace;
  } catch (const std::exception& error) {
    return failure(fmt::format("not a trace of grapnel: {}", error.what()));
  }
}

}  // namespace grapnel::tool
