#include "cu/profile.hpp"

#include <algorithm>
#include <set>

namespace grapnel::tool {
namespace {

using Stack = std::vector<std::string>;

// What explorers call them.
std::string program_name(const std::string& address) {
  static const std::map<std::string, std::string> kKnown = {
      {"11111111111111111111111111111111", "System program"},
      {"TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "Token program"},
      {"TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", "Token-2022 program"},
      {"ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL", "Associated Token program"},
      {"MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr", "Memo program"},
      {"ComputeBudget111111111111111111111111111111", "Compute Budget program"},
      {"BPFLoaderUpgradeab1e11111111111111111111111", "Upgradeable Loader"},
  };
  const auto known = kKnown.find(address);
  return known == kKnown.end() ? address : known->second;
}

// A lambda belongs to the function it stands in, which is the frame before it.
bool is_plumbing(const std::string& function) { return function.find("'lambda") != std::string::npos; }

const TracedProgram* program_of(const TracedInstruction& instruction, std::span<const TracedProgram> programs) {
  const auto found = std::ranges::find(programs, instruction.elf, &TracedProgram::hash);
  return found == programs.end() ? nullptr : &*found;
}

class Profiler {
 public:
  explicit Profiler(std::span<const TracedProgram> programs) : programs_(programs) {}

  void add(const TracedInstruction& instruction, const Stack& caller) {
    const TracedProgram* program = program_of(instruction, programs_);
    Stack base = caller;
    base.push_back(program != nullptr ? program->name() : program_name(instruction.program));
    if (instruction.steps.empty()) spend(base, instruction.units);
    std::vector<Stack> callers = {base};  // the stack that each active call was made from
    bool called = false;                  // the last instruction may have been a call
    Stack here = base;
    for (std::size_t i = 0; i < instruction.steps.size(); ++i) {
      if (const auto* run = std::get_if<Run>(&instruction.steps[i])) {
        for (std::uint64_t n = 0; n < run->count; ++n) {
          const std::uint64_t position = run->position + n;
          if (program == nullptr) {
            spend(base, 1);
            continue;
          }
          if (called) callers.push_back(here);
          const auto frames = program->frames(position);
          here = callers.back();
          for (const Frame& frame : frames) {
            if (!is_plumbing(frame.function)) here.push_back(frame.function);
          }
          spend(here, 1);
          if (!frames.back().place.empty()) ++profile_.lines[frames.back().place];
          const Flow flow = program->flow(position);
          called = flow == Flow::Call;
          if (flow == Flow::Exit && callers.size() > 1) callers.pop_back();
        }
      } else {
        called = false;
        add(std::get<SyscallStep>(instruction.steps[i]), here);
      }
    }
  }

  Profile take() { return std::move(profile_); }

 private:
  void add(const SyscallStep& syscall, const Stack& caller) {
    Stack here = caller;
    here.push_back(syscall.name);
    std::uint64_t own = syscall.units;
    for (const TracedInstruction& instruction : syscall.instructions) {
      own -= instruction.units;
      add(instruction, here);
    }
    spend(here, own);
  }

  void spend(const Stack& stack, std::uint64_t units) {
    if (units == 0) return;
    profile_.stacks[stack] += units;
    profile_.units += units;
  }

  std::span<const TracedProgram> programs_;
  Profile profile_;
};

void collect(const std::vector<TracedInstruction>& instructions, const TracedProgram& program,
             std::set<std::uint64_t>& positions) {
  for (const TracedInstruction& instruction : instructions) {
    for (const Step& step : instruction.steps) {
      if (const auto* syscall = std::get_if<SyscallStep>(&step)) {
        collect(syscall->instructions, program, positions);
      } else if (instruction.elf == program.hash()) {
        const Run& run = std::get<Run>(step);
        for (std::uint64_t n = 0; n < run.count; ++n) positions.insert(run.position + n);
      }
    }
  }
}

}  // namespace

Profile make_profile(const Trace& trace, std::span<const TracedProgram> programs) {
  Profiler profiler(programs);
  for (const TracedInstruction& instruction : trace.instructions) profiler.add(instruction, {});
  return profiler.take();
}

std::vector<std::uint64_t> positions_of(const Trace& trace, const TracedProgram& program) {
  std::set<std::uint64_t> positions;
  collect(trace.instructions, program, positions);
  return {positions.begin(), positions.end()};
}

}  // namespace grapnel::tool
