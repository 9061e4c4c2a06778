// Finds the accounts of an instruction: fixed addresses, derived ones, those that the data of others names, and at last what
// the caller knows by name. No I/O of its own; what stands on chain it asks for.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "protocols/client/program_spec.hpp"

#include <nlohmann/json.hpp>

#include <expected>
#include <functional>
#include <map>

namespace zestron::protocols::client {

struct AccountOnChain {
  Pubkey owner;
  Bytes data;
};
/// nullopt: there is none. The error ends the search.
using ReadAccount = std::function<std::expected<std::optional<AccountOnChain>, std::string>(const Pubkey&)>;

/// By the accounts' names; also names that no account of the instruction has, but an address is derived from.
using Names = std::map<std::string, Pubkey, std::less<>>;

struct Request {
  const ProgramSpec& program;
  const InstructionSpec& instruction;
  Names accounts;            ///< as given
  nlohmann::json arguments;  ///< an object, as encode() takes it
  Pubkey signer;             ///< for every signer that nothing else determines
};

/// What a name stands for where neither instruction nor chain says so; `known` is what was found so far. nullopt: nothing.
using Fallback =
    std::function<std::expected<std::optional<Pubkey>, std::string>(std::string_view name, const Names& known)>;

struct Built {
  codec::Instruction instruction;
  Names accounts;  ///< of all of the instruction; absent optional ones are left out
};

/// The error names the account or argument that is missing.
std::expected<Built, std::string> build(const Request& request, const ReadAccount& read, const Fallback& fallback);

/// The address that seeds give, if each of them is known: accounts by name, arguments by name as bytes.
std::optional<Pubkey> derive(const Pubkey& program, std::span<const Seed> seeds, const Names& accounts,
                             const std::map<std::string, Bytes, std::less<>>& arguments);

}  // namespace zestron::protocols::client
