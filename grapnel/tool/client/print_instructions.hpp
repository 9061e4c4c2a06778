// C++ source of an instruction, as a namespace of its own: what a program needs to call it, and what a host needs to send it.
#pragma once

#include <optional>
#include <string>

#include "client/accounts.hpp"

namespace grapnel::tool::client {

struct InstructionPlan {
  const Instruction* instruction = nullptr;
  std::string name{};  // of the namespace
  AccountsPlan accounts{};
  CppType args{};  // without members: it takes none
  std::optional<Laid> returns{};
};

std::string print_program_part(const InstructionPlan& plan);
std::string print_host_part(const InstructionPlan& plan);

}  // namespace grapnel::tool::client
