// A program that a trace ran through, as `grapnel cu` needs it: its code, the functions of its map, and, where the object
// it was linked from is at hand, the inlined functions and source lines behind each instruction.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "elf/bytes.hpp"
#include "elf/object.hpp"
#include "result.hpp"

namespace grapnel::tool {

// What an instruction does to the stack of calls.
enum class Flow : std::uint8_t { Next, Call, Exit };

struct Frame {
  std::string function;  // without templates' arguments and parameters
  std::string place;     // "file.hpp:12"; empty if unknown
};

class TracedProgram {
 public:
  // `map` as `grapnel link` left it beside the file. `name` is what the tables call the program.
  static Outcome<TracedProgram> open(std::string name, Bytes file, const std::string& map);

  // Makes frames() know inlined functions and lines for these positions. Runs llvm-symbolizer on a copy of the object in
  // the folder `work`, in which every function has the address that the map gives it.
  Outcome<void> add_lines(const Object& object, const std::vector<std::uint64_t>& positions, const std::string& work,
                          const std::string& llvm_suffix);

  const std::string& name() const { return name_; }
  // sha256 of the file without zeros at its end, as a trace names it.
  const std::string& hash() const { return hash_; }

  Flow flow(std::uint64_t position) const;
  // From the function that was compiled to the innermost one inlined into it. Never empty.
  std::vector<Frame> frames(std::uint64_t position) const;

 private:
  struct Function {
    std::uint64_t address;
    std::uint64_t size;
    std::string name;  // as the object has it
  };

  const Function* function_at(std::uint64_t address) const;

  std::string name_;
  std::string hash_;
  Bytes text_;
  std::vector<Function> functions_;                      // by address
  std::map<std::uint64_t, std::vector<Frame>> inlined_;  // by position
};

// "grapnel::Module::run" of "unsigned long grapnel::Module<…>::run(unsigned char*)".
std::string function_name(std::string_view demangled);

}  // namespace grapnel::tool
