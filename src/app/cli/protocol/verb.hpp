// A verb of the protocol: one instruction of a program as a command. Its options follow from the instruction's accounts and
// arguments; a verb says only what can't be read there.
#pragma once

#include "app/cli/protocol/transaction.hpp"
#include "app/cli/protocol/units.hpp"
#include "protocols/client/program_spec.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace zestron::cli {

/// Where an account comes from that neither instruction nor chain determines.
struct Rule {
  enum class Kind : std::uint8_t {
    kAssociated,  ///< the signer's associated token account of the mint `of`; made if it is missing
    kProgramOf,   ///< the token program of the mint `of`
  };
  std::string account;
  Kind kind = Kind::kAssociated;
  std::string of;
};

/// A call while it is put together; a verb's own part may fill in what it knows.
struct Call {
  ChainView& chain;
  const protocols::client::ProgramSpec& program;
  const protocols::client::InstructionSpec& instruction;
  Pubkey signer;                                          ///< the session's key, or --signer
  protocols::client::Names accounts;                      ///< by name, as given
  std::map<std::string, std::string, std::less<>> texts;  ///< arguments by path, as typed
  std::vector<codec::Instruction> before, after;
  std::vector<codec::Keypair> keypairs;       ///< that sign besides
  std::vector<codec::AccountMeta> remaining;  ///< behind the named accounts
  std::string inner;                          ///< --inner: a file with an instruction
};
using Prepare = std::function<std::expected<void, std::string>(Call&)>;

struct Verb {
  std::string name, instruction, help;
  std::vector<std::string> positional;  ///< accounts and arguments by name; the others are options
  std::vector<Rule> rules{};
  std::map<std::string, std::string> defaults{};  ///< of arguments, by path
  std::map<std::string, Unit> units{};            ///< where a field's name says something else
  std::vector<std::string> extra{};               ///< names that addresses are derived from, or that `prepare` reads
  std::vector<std::string> filled{};              ///< arguments and accounts that `prepare` alone fills in: no options
  bool takes_inner = false;
  bool also_writable = false;                       ///< what --also names
  const protocols::client::Type* action = nullptr;  ///< asked for besides; its texts stand under "action."
  std::function<Pubkey(std::uint64_t)> numbered{};  ///< the first account may be named by its number
  Prepare prepare{};
};

/// Adds the verbs of one program below `group`.
void add_verbs(CLI::App& group, Options& options, std::function<int()>& run, const std::string& program,
               std::vector<Verb> verbs);

/// An instruction in a file, as --print writes it: {"program", "accounts": [{"key", "signer", "writable"}], "data"}.
std::expected<codec::Instruction, std::string> read_instruction(const std::string& path);
nlohmann::ordered_json to_json(const codec::Instruction& instruction);

/// The fields of an account of that type; the error says that it is none.
std::expected<nlohmann::ordered_json, std::string> fields_of(ChainView& chain, const std::string& program,
                                                             const std::string& type, const Pubkey& key);
/// The address that an account of that type is created at; each seed is in `names`, or a number under its name.
Pubkey address_of(const std::string& program, const std::string& type, const protocols::client::Names& names,
                  const std::map<std::string, std::uint64_t>& numbers = {});
/// A key of fields_of().
Pubkey key_in(const nlohmann::ordered_json& fields, const std::string& name);

/// One leaf of an argument struct: "prices.perpetual".
struct Leaf {
  std::string path, option;
  const protocols::client::Type* type = nullptr;
};
std::vector<Leaf> leaves_of(const protocols::client::Type& arguments);
/// What to write for it, for the help.
std::string hint_of(const protocols::client::Type& type, Unit unit);
/// The JSON value that encode() takes, from texts by path; amounts, lengths of time and moments in their units.
using DecimalsOf = std::function<std::expected<std::uint8_t, std::string>(std::string_view field)>;
std::expected<nlohmann::json, std::string> to_value(const protocols::client::Type& type,
                                                    const std::map<std::string, std::string, std::less<>>& texts,
                                                    const std::map<std::string, Unit>& units, std::int64_t now,
                                                    const DecimalsOf& decimals_of);

}  // namespace zestron::cli
