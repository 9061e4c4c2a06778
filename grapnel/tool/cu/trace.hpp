// A trace of the real runtime, as zestron_bank.h describes it at zb_trace: which instructions ran, in what order, and what
// each syscall took. Read from a file that somebody else may have written: nothing in it is trusted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "result.hpp"

namespace grapnel::tool {

struct TracedInstruction;

// So many sBPF instructions in a row, a compute unit each; positions are in units of 8 bytes from the start of the text.
struct Run {
  std::uint64_t position;
  std::uint64_t count;
};

struct SyscallStep {
  std::string name;
  std::uint64_t units;  // with those of the instructions it began
  std::vector<TracedInstruction> instructions;
};

using Step = std::variant<Run, SyscallStep>;

// One call of a program, by the transaction or by another program.
struct TracedInstruction {
  std::string program;      // base58
  std::string elf;          // sha256 of the program's file without zeros at its end; empty: a native program
  std::uint64_t units = 0;  // all of it
  std::vector<Step> steps;  // they add up to `units`; none for a native program
};

struct Trace {
  std::uint64_t units = 0;
  std::vector<TracedInstruction> instructions;  // they add up to `units`
};

// Checks that everything adds up.
Outcome<Trace> read_trace(std::string_view json);

}  // namespace grapnel::tool
