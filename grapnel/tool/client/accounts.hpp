// The accounts of an instruction as its header gives them: which a caller names, which are known, and which are derived
// from the others, by which function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/model.hpp"
#include "client/types.hpp"

namespace grapnel::tool::client {

struct AccountPlan {
  enum class Kind { Given, Optional, Known, Derived, Composite };
  Kind kind = Kind::Given;
  std::string name{};
  const Account* account = nullptr;
  std::string place{};                 // "pair.first", of C++ names
  std::string key{};                   // Known: base58
  std::optional<unsigned> bump{};      // Known: of an address that is derived from constants
  std::string record{};                // Composite: the first half of its structs' names
  std::vector<AccountPlan> members{};  // Composite
};

struct Parameter {
  std::string type{};
  std::string name{};
};

// A function that derives an account's address.
struct PdaPlan {
  std::string function{};
  std::string place{};        // of the account
  std::string description{};  // "\"agent\", creator, agent_id"
  std::vector<Parameter> parameters{};
  std::vector<std::string> seeds{};      // expressions
  std::string program{};                 // expression
  std::vector<std::string> arguments{};  // what instruction() passes, if it derives the address by itself
  bool automatic = false;
};

struct AccountsPlan {
  std::vector<AccountPlan> accounts{};
  std::vector<PdaPlan> pdas{};  // those that instruction() calls stand in the order in which it must
};

// Throws Complaint where a seed names what isn't there.
AccountsPlan plan_accounts(const Idl& idl, const Instruction& instruction, Types& types);

}  // namespace grapnel::tool::client
