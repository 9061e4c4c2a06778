// The assembly that LLVM's back end prints of a program, read line by line: what each instruction reads and writes, and which
// registers are read behind it. Passes of pipeline/machine.hpp change it before it is assembled.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool {

// A bit a register, r0 to r10.
using Registers = std::uint16_t;
constexpr Registers register_bit(int number) { return static_cast<Registers>(1u << number); }
constexpr Registers kFramePointer = register_bit(10);
// What the VM gives back as it was when a function returns. r1 to r5 and r0 keep what the function left there.
constexpr Registers kKept = register_bit(6) | register_bit(7) | register_bit(8) | register_bit(9);

enum class LineKind : std::uint8_t {
  Other,     // a directive, or nothing
  Label,     // of a block
  Constant,  // r1 = 5
  Address,   // r1 = name ll
  Wide,      // r1 = 5 ll
  Move,      // r1 = r2
  Compute,   // r1 += 5
  Load,      // r1 = *(u64 *)(r2 + 8)
  Store,     // *(u64 *)(r2 + 8) = r1
  Call,
  Branch,  // if r1 == r2 goto LBB0_1
  Jump,    // goto LBB0_1
  Exit,
};

struct Line {
  std::string text;  // of an instruction without the tab before it
  LineKind kind = LineKind::Other;
  Registers reads = 0;
  Registers writes = 0;

  bool is_instruction() const { return kind > LineKind::Label; }
};

struct MachineFunction {
  std::string name;
  std::size_t begin;  // its lines
  std::size_t end;
};

struct Assembly {
  std::vector<Line> lines;
  std::vector<MachineFunction> functions;
};

// What is not understood is Other, and so is every line outside of functions; an instruction that is not understood is
// refused by an assertion: LLVM prints no other.
Assembly read_assembly(std::string_view text);
std::string text_of(const Assembly& assembly);

Line read_line(std::string_view text);

// The number of the register that the text begins with ("r5 = …"), or -1.
int leading_register(std::string_view text);

// For each of those lines, counted from the first, what is read behind it before it is written. No branch leads out of them.
std::vector<Registers> live_behind(const Assembly& assembly, std::size_t begin, std::size_t end);

}  // namespace grapnel::tool
