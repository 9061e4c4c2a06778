#include "client/print.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "client/constants.hpp"
#include "client/json.hpp"
#include "client/print_instructions.hpp"
#include "client/print_types.hpp"
#include "client/text.hpp"

namespace grapnel::tool::client {
namespace {

// What the header itself says in its namespaces; a type of the IDL must not hide it.
Scope root_scope() {
  return {"grapnel",
          "std",
          "client",
          "foreign",
          "abi",
          "system",
          "detail",
          "idl",
          "native",
          "testing",
          "literals",
          "u8",
          "u16",
          "u32",
          "u64",
          "i8",
          "i16",
          "i32",
          "i64",
          "usize",
          "U128",
          "I128",
          "U256",
          "I256",
          "Array",
          "Pubkey",
          "Unaligned",
          "COption",
          "Option",
          "Tail",
          "String",
          "ByteView",
          "Vec",
          "Tag",
          "Text",
          "Pda",
          "Result",
          "Failure",
          "AccountView",
          "CpiData",
          "CpiAccount",
          "SignerSeeds",
          "Args",
          "Accounts",
          "Views",
          "Returns",
          "Variant",
          "value",
          "kProgramId",
          "kDiscriminator",
          "call",
          "instruction",
          "returned",
          "message",
          "name",
          "fields_of",
          "enumerator_count",
          "invoke",
          "sol_invoke_signed_c"};
}

class Printer {
 public:
  Printer(const Idl& idl, std::string_view space)
      : idl_(idl), space_(space.empty() ? identifier(snake(idl.name)) : std::string(space)), scope_(root_scope()) {
    if (identifier(space_) != space_ || space_ == "grapnel" || space_ == "std")
      throw Complaint{fmt::format("\"{}\" can't be the namespace; choose one with --namespace", space_)};
    scope_.reserve(space_);
    reserve_members();
  }

  std::string print() {
    types_.emplace(idl_, scope_);
    plan_instructions();
    return head() + program_part() + host_part();
  }

 private:
  // A member named as a type changes that name's meaning inside the struct: the type gives way.
  void reserve_members() {
    const auto reserve = [&](const std::vector<Field>& fields) {
      for (const Field& field : fields) scope_.reserve(identifier(field.name));
    };
    for (const TypeDefinition& type : idl_.types) {
      reserve(type.fields);
      for (const Variant& variant : type.variants) reserve(variant.fields);
    }
    for (const Instruction& instruction : idl_.instructions) reserve(instruction.args);
  }

  void plan_instructions() {
    // Not scope_: a namespace may have the name of a member.
    Scope names = root_scope();
    for (const CppType& type : types_->list()) names.reserve(type.name);
    for (const Instruction& instruction : idl_.instructions) {
      InstructionPlan plan{.instruction = &instruction};
      plan.name = names.take(identifier(snake(instruction.name)));
      scope_.reserve(plan.name);
      plan.accounts = plan_accounts(idl_, instruction, *types_);
      plan.args = types_->record("Args", instruction.args);
      if (instruction.returns) plan.returns = types_->lay(*instruction.returns);
      plans_.push_back(std::move(plan));
    }
  }

  std::string head() const {
    std::string out =
        comment({fmt::format("The interface of {} {}, written by `grapnel client` from its IDL.{}{}", idl_.name,
                             idl_.version, idl_.description.empty() ? "" : " ", idl_.description)},
                "");
    out += comment(idl_.docs, "");
    return out +
           "// clang-format off\n#pragma once\n\n#include <grapnel/foreign.hpp>\n\n"
           "#ifndef __bpf__\n#include <grapnel/client/borsh.hpp>\n#endif\n";
  }

  std::string open() const { return fmt::format("\nnamespace {} {{\n\n", space_); }
  std::string close() const { return fmt::format("}}  // namespace {}\n", space_); }

  std::string program_part() {
    std::string out = open();
    out += "using namespace grapnel;\n\n";
    out += fmt::format("inline constexpr Pubkey kProgramId = \"{}\"_pubkey;\n\n", idl_.address);
    const std::string program = scope_.take(identifier(pascal(idl_.name) + "Program"));
    out += "// For Program<> in an accounts struct.\n";
    out += fmt::format("struct {} {{\n  static constexpr Pubkey kId = kProgramId;\n}};\n\n", program);
    out += constants();
    for (const CppType& type : types_->list()) {
      if (type.plain) out += print_type(type) + "\n";
    }
    out += errors();
    for (const InstructionPlan& plan : plans_) out += print_program_part(plan) + "\n";
    return out + close() + formats() + formats_in_place();
  }

  std::string constants() {
    std::string out;
    for (const Constant& constant : idl_.constants) {
      const std::string name = scope_.take(identifier("k" + pascal(constant.name)));
      out += comment(constant.docs, "");
      if (const auto definition = constant_definition(constant, name))
        out += fmt::format("inline constexpr {}\n", *definition);
      else
        out += comment({fmt::format("{}, of no type that a constant can have here: {}", constant.name, constant.value)},
                       "");
    }
    return out.empty() ? out : out + "\n";
  }

  static std::string arm(const std::string& type, const std::string& name, const std::string& text) {
    const std::string label = fmt::format("    case {}::{}:", type, name);
    const std::string statement = fmt::format("return {};\n", quote(text));
    const bool fits = label.size() + statement.size() <= kColumns;
    return label + (fits ? " " : "\n      ") + statement;
  }

  std::string errors() {
    if (idl_.errors.empty()) return {};
    const std::string type = scope_.take(identifier(pascal(idl_.name) + "Error"));
    std::string list = fmt::format("enum class {} : u32 {{\n", type);
    std::string names = fmt::format("constexpr Text name({} error) {{\n  switch (error) {{\n", type);
    std::string messages = fmt::format("constexpr Text message({} error) {{\n  switch (error) {{\n", type);
    Scope scope;
    std::set<std::uint32_t> codes;
    for (const ErrorCode& error : idl_.errors) {
      if (!codes.insert(error.code).second) throw Complaint{fmt::format("errors: code {} stands twice", error.code)};
      const std::string name = scope.take(identifier(error.name));
      list += fmt::format("  {} = {},\n", name, error.code);
      names += arm(type, name, error.name);
      messages += arm(type, name, error.message.value_or(""));
    }
    const std::string end = "  }\n  return {};\n}\n\n";
    return list + "};\n\n// Nothing for another program's number, and for an error without a message.\n" + names + end +
           messages + end;
  }

  // How programs and hosts know the accounts, and hosts the events.
  std::string formats() const {
    std::string out;
    for (const Tagged& account : idl_.accounts) {
      const std::string holder = types_->holder(account);
      if (!types_->made(holder)->plain) continue;
      if (account.discriminator.empty()) out += "\n// Without a discriminator: only owner and size tell what it is.";
      out += fmt::format("\ntemplate <>\nstruct grapnel::AccountFormat<{}::{}>\n", space_, holder);
      const std::vector<std::string> arguments = {fmt::format("{}::{}", space_, holder),
                                                  fmt::format("{}::kProgramId", space_), tag(account)};
      out += list("    : grapnel::ForeignFormat<", arguments, "> {};\n");
    }
    return out;
  }

  // Accounts with variable parts, for programs.
  std::string formats_in_place() {
    std::string types;
    std::string formats;
    std::set<std::string> elements;
    for (const Tagged& account : idl_.accounts) {
      const std::string holder = types_->holder(account);
      if (types_->made(holder)->plain) continue;
      const auto found = types_->in_place(account);
      if (!found) continue;
      const std::string name = scope_.take(holder + "InPlace");
      elements.insert(found->elements.begin(), found->elements.end());
      types += comment(
          {fmt::format("{} as a program reads it{}: a tail is `account[&{}::{}]`, a Result.", holder,
                       found->left_out.empty() ? "" : ", up to " + found->left_out, name, found->members.back().name)},
          "");
      types += fmt::format("struct {} {{\n", name);
      for (const Member& member : found->members) {
        types += comment(member.docs, "  ");
        types += fmt::format("  {} {}{{}};\n", member.type, member.name);
      }
      types += "};\n\n";
      formats += fmt::format("\ntemplate <>\nstruct grapnel::AccountFormat<{}::{}>\n", space_, name);
      const std::vector<std::string> arguments = {fmt::format("{}::{}", space_, name),
                                                  fmt::format("{}::kProgramId", space_), tag(account),
                                                  fmt::format("{}", found->head_size)};
      formats += list("    : grapnel::ForeignTailFormat<", arguments, "> {};\n");
    }
    if (types.empty()) return {};
    std::string layouts;
    for (const std::string& element : elements)
      layouts += fmt::format(
          "\ntemplate <>\nstruct grapnel::detail::Layout<{}::{}> : grapnel::detail::Layout<grapnel::Pubkey> {{}};\n",
          space_, element);
    return layouts + open() + types + close() + formats;
  }

  static std::string tag(const Tagged& item) {
    return fmt::format("grapnel::Tag<{}>{{{{{}}}}}", item.discriminator.size(), numbers(item.discriminator));
  }

  std::string tags(std::string_view trait, const std::vector<Tagged>& items) const {
    std::string out;
    for (const Tagged& item : items)
      out +=
          fmt::format("\ntemplate <>\nstruct grapnel::client::{}<{}::{}> {{\n  static constexpr auto kTag = {};\n}};\n",
                      trait, space_, types_->holder(item), tag(item));
    return out;
  }

  std::string host_part() {
    std::string out = "\n#ifndef __bpf__\n" + open();
    const auto ahead = types_->declared_ahead();
    for (const std::string& name : ahead) out += fmt::format("struct {};\n", name);
    if (!ahead.empty()) out += "\n";
    for (const CppType& type : types_->list()) {
      if (!type.plain) out += print_type(type, !ahead.empty()) + "\n";
    }
    std::string codecs;
    for (const CppType& type : types_->list()) codecs += print_codec(type);
    if (!codecs.empty()) out += codecs + "\n";
    for (const InstructionPlan& plan : plans_) out += print_host_part(plan) + "\n";
    return out + close() + tags("AccountTag", idl_.accounts) + tags("EventTag", idl_.events) + "\n#endif\n";
  }

  const Idl& idl_;
  std::string space_;
  Scope scope_;
  std::optional<Types> types_;
  std::vector<InstructionPlan> plans_;
};

}  // namespace

std::string print_client(const Idl& idl, std::string_view space) { return Printer(idl, space).print(); }

}  // namespace grapnel::tool::client
