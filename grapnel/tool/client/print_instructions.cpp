#include "client/print_instructions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client/print_types.hpp"
#include "client/text.hpp"

namespace grapnel::tool::client {
namespace {

// What the stack of a program bears: 32 accounts are 3 KiB of its frame.
constexpr std::size_t kCallAccountsMax = 32;
constexpr std::uint64_t kCallBytesMax = 1024;

using Kind = AccountPlan::Kind;

void collect(const std::vector<AccountPlan>& accounts, std::vector<const AccountPlan*>& out) {
  for (const AccountPlan& account : accounts) {
    if (account.kind == Kind::Composite)
      collect(account.members, out);
    else
      out.push_back(&account);
  }
}

std::vector<const AccountPlan*> leaves(const InstructionPlan& plan) {
  std::vector<const AccountPlan*> out;
  collect(plan.accounts.accounts, out);
  return out;
}

std::string_view spell(bool flag) { return flag ? "true" : "false"; }

// "writable, signer, find_agent()" as a comment line; nothing if there is nothing to say.
std::string remark(const AccountPlan& plan, const InstructionPlan& of) {
  const Account& account = *plan.account;
  std::vector<std::string> words;
  if (account.is_writable) words.emplace_back("writable");
  if (account.is_signer) words.emplace_back("signer");
  if (account.is_optional) words.emplace_back("optional");
  if (plan.bump) words.push_back(fmt::format("derived, bump {}", *plan.bump));
  for (const std::string& relation : account.relations) words.push_back(fmt::format("named by {}", relation));
  for (const PdaPlan& pda : of.accounts.pdas) {
    if (pda.place == plan.place) words.push_back(fmt::format("{}()", pda.function));
  }
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? out : comment({out}, "  ");
}

bool has_default(const AccountPlan& plan) {
  return plan.kind == Kind::Composite ? std::ranges::all_of(plan.members, has_default) : plan.kind != Kind::Given;
}

std::string print_views(const std::vector<AccountPlan>& accounts, const std::string& name, const InstructionPlan& of) {
  std::string inner;
  std::string out = fmt::format("struct {} {{\n", name);
  for (const AccountPlan& plan : accounts) {
    out += comment(plan.account->docs, "  ");
    if (plan.kind == Kind::Composite) {
      inner += print_views(plan.members, plan.record + "Views", of);
      out += fmt::format("  {}Views {};\n", plan.record, plan.name);
    } else {
      out += remark(plan, of) + fmt::format("  foreign::View {};\n", plan.name);
    }
  }
  return inner + out + "};\n";
}

std::string print_accounts(const std::vector<AccountPlan>& accounts, const std::string& name,
                           const InstructionPlan& of) {
  std::string inner;
  std::string out = fmt::format("struct {} {{\n", name);
  for (const AccountPlan& plan : accounts) {
    out += comment(plan.account->docs, "  ");
    std::string line;
    switch (plan.kind) {
      case Kind::Composite:
        inner += print_accounts(plan.members, plan.record + "Accounts", of);
        line = fmt::format("  {}Accounts {}{};", plan.record, plan.name, has_default(plan) ? "{}" : "");
        out += line + "\n";
        continue;
      case Kind::Given: line = fmt::format("  client::Key {};", plan.name); break;
      case Kind::Known: line = fmt::format("  Pubkey {} = \"{}\"_pubkey;", plan.name, plan.key); break;
      case Kind::Optional: [[fallthrough]];
      case Kind::Derived: line = fmt::format("  std::optional<Pubkey> {}{{}};", plan.name); break;
    }
    out += remark(plan, of) + line + "\n";
  }
  return inner + out + "};\n";
}

std::string print_call(const InstructionPlan& plan) {
  const auto accounts = leaves(plan);
  const bool with_args = !plan.args.members.empty();
  const bool encoded = with_args && !plan.args.plain;
  if (accounts.size() > kCallAccountsMax || (with_args && plan.args.plain && plan.args.size > kCallBytesMax))
    return "// More accounts or arguments than the stack of a program has room for: no call().\n";

  std::vector<std::string> parameters;
  if (!accounts.empty()) parameters.emplace_back("const Views& accounts");
  if (with_args) parameters.emplace_back(encoded ? "CpiData data" : "const Args& args");
  if (!accounts.empty()) parameters.emplace_back("const SignerSeeds* signer = nullptr");
  std::string out;
  if (encoded) out += "// `data`: kDiscriminator and the arguments in Borsh.\n";
  out += list("inline Result<> call(", parameters, ") {\n");
  const std::string args = with_args ? "args" : "foreign::NoArgs{}";
  if (accounts.empty()) {
    out += encoded ? "  return invoke(kProgramId, data);\n"
                   : fmt::format("  return foreign::call(kProgramId, kDiscriminator, {});\n", args);
    return out + "}\n";
  }
  out += fmt::format("  const Array<CpiAccount, {}> list = {{{{\n", accounts.size());
  for (const AccountPlan* account : accounts) {
    const std::string flags =
        fmt::format("{}, {}", spell(account->account->is_signer), spell(account->account->is_writable));
    out += account->kind == Kind::Optional
               ? fmt::format("      accounts.{}.as_optional(kProgramId, {}),\n", account->place, flags)
               : fmt::format("      accounts.{}.as({}),\n", account->place, flags);
  }
  out += "  }};\n";
  out += encoded ? "  return invoke(kProgramId, list, data, signer);\n"
                 : fmt::format("  return foreign::call(kProgramId, kDiscriminator, {}, list, signer);\n", args);
  return out + "}\n";
}

std::string print_find(const PdaPlan& pda) {
  std::vector<std::string> parameters;
  for (const Parameter& parameter : pda.parameters)
    parameters.push_back(fmt::format("{}{}{}", parameter.type, " ", parameter.name));
  const bool total = pda.automatic;
  std::string out = comment({fmt::format("`{}`, derived from {}.{}", pda.place, pda.description,
                                         total ? "" : " Nothing if a seed is too long.")},
                            "");
  out += list(fmt::format("inline {} {}(", total ? "Pda" : "std::optional<Pda>", pda.function), parameters, ") {\n");
  const std::string head = fmt::format("  return {}client::find_address({}, {{", total ? "*" : "", pda.program);
  return out + list(head, pda.seeds, "});\n") + "}\n";
}

std::string local_of(const std::string& place) {
  std::string out = "derived_" + place;
  std::ranges::replace(out, '.', '_');
  return out;
}

// The expression of an account's address inside instruction().
std::string expression(const AccountPlan& plan) {
  return plan.kind == Kind::Derived ? local_of(plan.place) : "accounts." + plan.place;
}

std::string print_derivation(const PdaPlan& pda, const std::vector<const AccountPlan*>& accounts) {
  std::vector<std::string> arguments;
  for (const std::string& argument : pda.arguments) {
    if (argument.starts_with("args.")) {
      arguments.push_back(argument);
      continue;
    }
    const auto source = std::ranges::find(accounts, argument, [](const AccountPlan* plan) { return plan->place; });
    arguments.push_back(expression(**source));
  }
  const std::string call = list(fmt::format("      accounts.{0} ? *accounts.{0} : {1}(", pda.place, pda.function),
                                arguments, ").address;\n");
  return fmt::format("  const Pubkey {} =\n{}", local_of(pda.place), call);
}

std::string print_instruction(const InstructionPlan& plan) {
  const auto accounts = leaves(plan);
  const bool with_args = !plan.args.members.empty();
  std::vector<std::string> parameters;
  const bool defaults = std::ranges::all_of(plan.accounts.accounts, has_default);
  if (!accounts.empty())
    parameters.emplace_back(defaults && !with_args ? "const Accounts& accounts = {}" : "const Accounts& accounts");
  if (with_args) parameters.emplace_back("const Args& args");
  std::string out = list("inline client::Instruction instruction(", parameters, ") {\n");
  out += "  client::Instruction out{kProgramId, {}, {}};\n";
  for (const PdaPlan& pda : plan.accounts.pdas) {
    if (pda.automatic) out += print_derivation(pda, accounts);
  }
  if (!accounts.empty()) {
    out += "  out.accounts = {\n";
    for (const AccountPlan* account : accounts) {
      const std::string flags =
          fmt::format("{}, {}", spell(account->account->is_signer), spell(account->account->is_writable));
      out += account->kind == Kind::Optional
                 ? fmt::format("      client::optional_meta(accounts.{}, kProgramId, {}),\n", account->place, flags)
                 : fmt::format("      {{{}, {}}},\n", expression(*account), flags);
    }
    out += "  };\n";
  }
  out += with_args ? "  out.data = client::borsh::encode_behind(kDiscriminator, args);\n"
                   : "  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);\n";
  return out + "  return out;\n}\n";
}

}  // namespace

std::string print_program_part(const InstructionPlan& plan) {
  const Bytes& tag = plan.instruction->discriminator;
  std::string out = comment(plan.instruction->docs, "");
  out += fmt::format("namespace {} {{\n\n", plan.name);
  out += fmt::format("inline constexpr Tag<{}> kDiscriminator = {{{{{}}}}};\n", tag.size(), numbers(tag));
  if (plan.args.plain) out += "\n" + print_type(plan.args);
  if (plan.returns && plan.returns->plain) {
    out += fmt::format("\nusing Returns = {};\n", plan.returns->text);
    out += "// After call(): what it returned, if it did.\n";
    out += "inline Option<Returns> returned() { return foreign::returned<Returns>(kProgramId); }\n";
  }
  if (!leaves(plan).empty()) out += "\n" + print_views(plan.accounts.accounts, "Views", plan);
  out += "\n" + print_call(plan);
  return out + fmt::format("\n}}  // namespace {}\n", plan.name);
}

std::string print_host_part(const InstructionPlan& plan) {
  std::string out = fmt::format("namespace {} {{\n\n", plan.name);
  if (!plan.args.members.empty()) {
    if (!plan.args.plain) out += print_type(plan.args);
    out += print_codec(plan.args) + "\n";
  }
  if (plan.returns && !plan.returns->plain) out += fmt::format("using Returns = {};\n\n", plan.returns->text);
  if (!leaves(plan).empty()) out += print_accounts(plan.accounts.accounts, "Accounts", plan) + "\n";
  for (const PdaPlan& pda : plan.accounts.pdas) out += print_find(pda) + "\n";
  out += print_instruction(plan);
  return out + fmt::format("\n}}  // namespace {}\n", plan.name);
}

}  // namespace grapnel::tool::client
