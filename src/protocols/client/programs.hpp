// All programs of the protocol as data, and what a failed transaction means in their words. One more program is a source file
// in described/, a line here and a line in programs.cpp.
#pragma once

#include "protocols/client/program_spec.hpp"

#include <span>

namespace zestron::protocols::client {

namespace described {
ProgramSpec zest_staking();
ProgramSpec swap_pool();
ProgramSpec governance();
ProgramSpec agent_factory();
ProgramSpec marketplace();
ProgramSpec rewards();
ProgramSpec open_vault();
}  // namespace described

/// Valid for ever, as is what find() points to.
std::span<const ProgramSpec> programs();
const ProgramSpec* find(std::string_view name);
const ProgramSpec* find(const Pubkey& id);

/// The derived address by which governance signs what it executes.
const Pubkey& governance_authority();

/// "StakeLocked (6017): …": an error of the program or of grapnel's framework by the number that a transaction failed with;
/// empty if neither knows it.
std::string explain(const Pubkey& program, std::uint64_t code);

}  // namespace zestron::protocols::client
