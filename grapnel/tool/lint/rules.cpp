#include "lint/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lint/seeds_text.hpp"

namespace grapnel::tool {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void add(Report& report, std::string_view rule, const Node& node, std::string what) {
  report.push_back({std::string(rule), node.file, node.line, std::move(what)});
}

void for_each(const ProgramSource& program, const Visit& visit) {
  for (const Node& tree : program.trees) walk(tree, visit);
}

bool is_call(const Node& node) { return node.kind == "CallExpr" || node.kind == "CXXMemberCallExpr"; }

bool is_function(const Node& node) {
  return node.kind == "FunctionDecl" &&
         std::ranges::any_of(node.children, [](const Node& child) { return child.kind == "CompoundStmt"; });
}

void for_each_function(const ProgramSource& program, const std::function<void(const Node&)>& visit) {
  for_each(program, [&](const Node& node, const auto&) {
    if (is_function(node)) visit(node);
  });
}

// Those that call another program: invoke, what the interface headers offer, and what `grapnel client` writes.
bool is_cpi(const ProgramSource& program, const Node& node) {
  static const std::set<std::string_view> kCalls = {"invoke", "emit_cpi", "call"};
  static const std::set<std::string_view> kInterfaces = {
      "system", "token", "token_2022", "token_interface", "associated_token", "stake", "loader", "metadata", "memo"};
  if (node.kind != "CallExpr" || !contains(node.type, "Result<")) return false;
  if (kCalls.contains(callee(node))) return true;
  std::string_view named = program.text(node.children[0]);  // "grapnel::token::transfer"
  while (named.find("::") != std::string_view::npos) {
    if (kInterfaces.contains(named.substr(0, named.find("::")))) return true;
    named.remove_prefix(named.find("::") + 2);
  }
  return false;
}

// The account of `ctx.NAME…` that the expression starts from, if any: the innermost member of a Context.
const Node* account_of(const Node& expression) {
  const Node* found = nullptr;
  walk(expression, [&](const Node& node, const auto&) {
    if (found == nullptr && node.kind == "MemberExpr" && !node.children.empty() &&
        (contains(node.children[0].type, "Context<") ||
         (!node.children[0].children.empty() && contains(node.children[0].children[0].type, "Context<"))) &&
        !contains(node.type, "bound member function"))
      found = &node;
  });
  return found;
}

bool is_proven_program(const Node& expression) {
  if (any_of(expression, [](const Node& node) { return callee(node) == "program_id"; })) return true;
  const Node* account = account_of(expression);
  if (account != nullptr)
    return contains(account->type, "Program<") || contains(account->type, "Address<") ||
           contains(account->type, "Interface<");
  // A constant, or a key that the program got from the runtime.
  return !any_of(expression, [](const Node& node) {
    return (node.kind == "DeclRefExpr" && node.refers_to_kind == "ParmVarDecl") ||
           (node.kind == "DeclRefExpr" && contains(node.type, "AccountView")) || callee(node) == "key" ||
           callee(node) == "owner";
  });
}

// The program of a call, where that names one: invoke(program, …), token::transfer(…, {.program = …}).
const Node* called_program(const ProgramSource& program, const Node& node) {
  if (!is_cpi(program, node)) return nullptr;
  if (callee(node) == "invoke") return node.children.size() > 1 ? &node.children[1] : nullptr;
  const Node* named = nullptr;
  walk(node, [&](const Node& part, const auto&) {
    if (part.kind == "InitListExpr" && contains(part.type, "Via") && !part.children.empty()) named = &part.children[0];
  });
  return named;
}

// A call of a program that no type proves.
bool is_untrusted_call(const ProgramSource& program, const Node& node) {
  const Node* called = called_program(program, node);
  return called != nullptr && !is_proven_program(*called);
}

void cpi_target(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    if (is_untrusted_call(program, node)) {
      add(report, "cpi-target", node,
          fmt::format("{}() calls {}, which nothing proves to be the right program", callee(node),
                      program.text(*called_program(program, node))));
    }
  });
}

void signer_passed_on(const ProgramSource& program, Report& report) {
  for_each_function(program, [&](const Node& function) {
    const auto untrusted = [&](const Node& node) {
      return callee(node) == "invoke" && is_untrusted_call(program, node);
    };
    if (!any_of(function, untrusted)) return;
    walk(function, [&](const Node& node, const auto&) {
      static const std::set<std::string_view> kWithSignature = {"signer", "writable_signer", "as_given"};
      if (is_call(node) && kWithSignature.contains(callee(node))) {
        add(report, "signer-passed-on", node,
            fmt::format("{} goes to a program that nothing proves", program.text(node)));
      }
    });
  });
}

// Fields of accounts structs, with the struct.
void for_each_field(const ProgramSource& program,
                    const std::function<void(const Node& accounts, const Node& field)>& visit) {
  for_each(program, [&](const Node& node, const auto& ancestors) {
    if (node.kind == "FieldDecl" && !ancestors.empty() && ancestors.back()->kind == "CXXRecordDecl")
      visit(*ancestors.back(), node);
  });
}

// "Mut<Unchecked, Address<k>>" → "Unchecked, Address<k>"
std::string_view unwrapped(std::string_view type) {
  for (const std::string_view wrapper : {"Mut<", "Optional<", "With<"}) {
    if (type.starts_with(wrapper) && type.find('>') != std::string_view::npos)
      return unwrapped(type.substr(wrapper.size(), type.rfind('>') - wrapper.size()));
  }
  return type;
}

// Whether a HasOne of the struct says that the account is this field.
bool is_named_by_has_one(const ProgramSource& program, const Node& accounts, const Node& field) {
  return std::ranges::any_of(accounts.children, [&](const Node& other) {
    const std::string_view text = program.text(other);
    const std::size_t at = text.find("HasOne<");
    if (at == std::string_view::npos) return false;
    const std::string_view named = text.substr(at);
    return contains(named, "::" + field.name + ">") || contains(named, "::" + field.name + ",") ||
           contains(named, "\"" + field.name + "\"");
  });
}

// The type as the source has it, without the field's name.
std::string written_type(const ProgramSource& program, const Node& field) {
  std::string text(program.text(field));
  if (const std::size_t at = text.rfind(field.name); at != std::string::npos) text.erase(at);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
  return text;
}

void unchecked_account(const ProgramSource& program, Report& report) {
  for_each_field(program, [&](const Node& accounts, const Node& field) {
    const std::string written = written_type(program, field);
    const std::string_view type = unwrapped(written);
    // FoundAt tells clients and checks nothing.
    const bool unchecked = type == "Unchecked" || (type.starts_with("Unchecked, FoundAt<") && !contains(type, ">,"));
    if (!unchecked) return;
    // Another field's has_one names it: its key is proven.
    const bool named = is_named_by_has_one(program, accounts, field);
    if (!named) {
      add(report, "unchecked-account", field, fmt::format("{}::{} may be any account", accounts.name, field.name));
    }
  });
}

bool is_u64(const Node& node) { return contains(node.type, "unsigned long") || node.type.starts_with("u64"); }

// A figure of an account or an argument: x.field, x->field, x.value(), x[i].
bool is_figure(const Node& expression) {
  const Node& node = stripped(expression);
  if (node.kind == "CXXMemberCallExpr") return callee(node) == "value";
  return node.kind == "MemberExpr" || node.kind == "ArraySubscriptExpr";
}

// a > b ? a - b : 0, or the same with if.
bool is_guarded(const ProgramSource& program, const Node& operation, const std::vector<const Node*>& ancestors) {
  if (operation.children.size() != 2) return false;
  const std::string_view left = program.text(operation.children[0]), right = program.text(operation.children[1]);
  return std::ranges::any_of(ancestors, [&](const Node* ancestor) {
    if ((ancestor->kind != "ConditionalOperator" && ancestor->kind != "IfStmt") || ancestor->children.empty())
      return false;
    const std::string_view condition = program.text(ancestor->children[0]);
    return contains(condition, left) && contains(condition, right) &&
           condition.find_first_of("<>") != std::string_view::npos;
  });
}

void unchecked_arithmetic(const ProgramSource& program, Report& report) {
  static const std::set<std::string_view> kOperators = {"+", "-", "*", "+=", "-=", "*="};
  for_each(program, [&](const Node& node, const auto& ancestors) {
    const bool binary = (node.kind == "BinaryOperator" || node.kind == "CompoundAssignOperator") &&
                        kOperators.contains(node.opcode) && node.children.size() == 2;
    const bool unary = node.kind == "UnaryOperator" && (node.opcode == "++" || node.opcode == "--");
    if ((!binary && !unary) || !is_u64(node)) return;
    if (std::ranges::none_of(node.children, is_figure)) return;
    if (binary && contains(node.opcode, "-") && is_guarded(program, node, ancestors)) return;
    // A number of things that memory holds, times their size.
    if (std::ranges::any_of(node.children,
                            [](const Node& operand) { return stripped(operand).kind == "UnaryExprOrTypeTraitExpr"; }))
      return;
    // Where a compiler computes it, it would not compile.
    if (std::ranges::any_of(ancestors, [](const Node* a) { return a->kind == "StaticAssertDecl"; })) return;
    add(report, "unchecked-arithmetic", node, fmt::format("{} may wrap", program.text(node)));
  });
}

// Whether it reads an account's data or lamports by value.
bool reads_account(const Node& expression) {
  return any_of(expression, [](const Node& node) {
    if (node.kind == "CXXMemberCallExpr") return callee(node) == "lamports";
    return node.kind == "CXXOperatorCallExpr" && !node.children.empty() &&
           stripped(node.children[0]).refers_to == "operator->";
  });
}

void stale_after_cpi(const ProgramSource& program, Report& report) {
  for_each_function(program, [&](const Node& function) {
    std::map<std::string, std::string> copies;  // variable, its account
    std::set<std::string> stale, told;
    walk(function, [&](const Node& node, const auto& ancestors) {
      if (node.kind == "VarDecl" && !contains(node.type, "&") && !contains(node.type, "*") && !node.children.empty() &&
          reads_account(node.children.back())) {
        if (const Node* account = account_of(node.children.back())) copies[node.name] = account->name;
      }
      if (is_cpi(program, node)) {
        const auto passes = [&](const std::string& name) {
          return any_of(node, [&](const Node& n) { return n.kind == "MemberExpr" && n.name == name; }) ||
                 any_of(function, [&](const Node& n) {
                   return n.kind == "VarDecl" && contains(n.type, "CpiAccount") &&
                          any_of(n, [&](const Node& m) { return m.kind == "MemberExpr" && m.name == name; });
                 });
        };
        for (const auto& [variable, account] : copies) {
          if (passes(account)) stale.insert(variable);
        }
      }
      // An argument of the very call is read before it.
      const bool inside = std::ranges::any_of(ancestors, [&](const Node* a) { return is_cpi(program, *a); });
      if (node.kind == "DeclRefExpr" && !inside && stale.contains(node.refers_to) &&
          told.insert(node.refers_to).second) {
        add(report, "stale-after-cpi", node,
            fmt::format("{} was copied from {} before the call that may have changed it", node.refers_to,
                        copies[node.refers_to]));
      }
    });
  });
}

// Neither counted from the current instruction nor found by looking: a number, a constant, or what the caller says.
bool is_fixed_or_given(const Node& index) {
  const Node& value = stripped(index);
  if (value.kind == "IntegerLiteral") return true;
  if (value.kind == "DeclRefExpr") return value.refers_to_kind == "ParmVarDecl" || value.refers_to.starts_with('k');
  if (value.kind != "MemberExpr" || value.children.empty()) return false;
  const Node& of = stripped(value.children[0]);
  return of.refers_to_kind == "ParmVarDecl" && !contains(of.type, "Context<");
}

// Instructions::at(), or a function of the program's own that loads one.
bool loads_instruction(const Node& node) {
  static const std::set<std::string_view> kLoads = {"instruction_at", "load_instruction_at"};
  if (!is_call(node) || node.children.size() < 2) return false;
  if (kLoads.contains(callee(node))) return true;
  return callee(node) == "at" &&
         any_of(node.children[0], [](const Node& part) { return contains(part.type, "Instructions"); });
}

void introspection_index(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    if (!loads_instruction(node)) return;
    if (std::any_of(node.children.begin() + 1, node.children.end(), is_fixed_or_given)) {
      add(report, "introspection-index", node,
          fmt::format("{} reads an instruction at a fixed place of the transaction", program.text(node)));
    }
  });
}

void seed_collision(const ProgramSource& program, Report& report) {
  // Types of the members that seeds name: "Args::name" → "String<32>".
  std::map<std::string, std::string> members;
  for_each_field(program, [&](const Node& record, const Node& field) {
    members[record.name + "::" + field.name] = written_type(program, field);
    members.emplace("::" + field.name, written_type(program, field));
  });
  struct Derived {
    const Node* field;
    std::string owner;  // "Initialize::counter"
    std::string data;
  };
  std::map<std::string, std::vector<Derived>> by_shape;
  for_each_field(program, [&](const Node& accounts, const Node& field) {
    const std::string type = written_type(program, field);
    const auto seeds = seeds_in(type);
    if (seeds.empty()) return;
    const std::string owner = accounts.name + "::" + field.name;
    std::string shape;
    bool variable_before = false;
    for (const std::string& seed : seeds) {
      const SeedKind kind = kind_of_seed(seed, members);
      if (kind == SeedKind::Variable && variable_before) {
        add(report, "seed-collision", field,
            fmt::format(
                "{}: two seeds of variable length stand side by side, \"ab\" \"c\" and \"a\" \"bc\" are one address",
                owner));
      }
      variable_before = kind == SeedKind::Variable;
      shape += shape_of_seed(seed, kind) + ",";
    }
    by_shape[shape].push_back({&field, owner, data_type(type)});
  });
  for (const auto& [shape, derived] : by_shape) {
    for (const Derived& other : derived) {
      if (other.data == derived[0].data || other.data.empty() || derived[0].data.empty()) continue;
      add(report, "seed-collision", *other.field,
          fmt::format("{} ({}) and {} ({}) have seeds of one form, so that they can be one address", other.owner,
                      other.data, derived[0].owner, derived[0].data));
    }
  }
}

void drained_without_close(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    if (callee(node) == "set_lamports" && node.children.size() == 2) {
      const Node& amount = node.children[1];
      const bool zero =
          any_of(amount, [](const Node& n) { return n.kind == "IntegerLiteral" && n.value == "0"; }) &&
          !any_of(amount, [](const Node& n) { return n.kind == "DeclRefExpr" || n.kind == "MemberExpr"; });
      if (zero) add(report, "drained-without-close", node, fmt::format("{} leaves data behind", program.text(node)));
    }
    if (callee(node) == "move_lamports" && node.children.size() == 4) {
      const std::string_view from = program.text(node.children[1]);
      if (!from.empty() && program.text(node.children[3]) == std::string(from) + ".lamports()")
        add(report, "drained-without-close", node, fmt::format("{} leaves data behind", program.text(node)));
    }
  });
}

bool looks_at_identity(const Node& node) {
  return any_of(node, [](const Node& n) {
    if (callee(n) == "data_as") return true;
    return n.kind == "CXXMemberCallExpr" && (callee(n) == "owner" || callee(n) == "key") && !n.children.empty() &&
           contains(
               stripped(stripped(n.children[0]).children.empty() ? n.children[0] : stripped(n.children[0]).children[0])
                   .type,
               "AccountView");
  });
}

void remaining_unchecked(const ProgramSource& program, Report& report) {
  std::set<std::string> checkers;  // functions of the program that look at who an account is
  for_each_function(program, [&](const Node& function) {
    if (looks_at_identity(function)) checkers.insert(function.name);
  });
  for_each_function(program, [&](const Node& function) {
    const Node* used = nullptr;
    walk(function, [&](const Node& node, const auto& ancestors) {
      if (used != nullptr || callee(node) != "remaining") return;
      const bool only_counted =
          std::ranges::any_of(ancestors, [](const Node* a) { return a->kind == "MemberExpr" && a->name == "size"; });
      if (!only_counted) used = &node;
    });
    if (used == nullptr || looks_at_identity(function)) return;
    const bool handed_on = any_of(
        function, [&](const Node& node) { return is_call(node) && checkers.contains(std::string(callee(node))); });
    if (!handed_on) {
      add(report, "remaining-unchecked", *used,
          fmt::format("{}() uses remaining accounts and looks at neither owner nor key", function.name));
    }
  });
}

void init_if_needed_state(const ProgramSource& program, Report& report) {
  for_each_field(program, [&](const Node& accounts, const Node& field) {
    const std::string type = written_type(program, field);
    if (!type.starts_with("InitIfNeeded<") || contains(type, "Constraint<") || contains(type, "HasOne<")) return;
    bool looked = false;
    for_each_function(program, [&](const Node& function) {
      if (looked || !contains(function.type, "Context<" + accounts.name + ">")) return;
      looked = any_of(function, [&](const Node& node) {
        if (callee(node) == "created")
          return any_of(node, [&](const Node& n) { return n.kind == "MemberExpr" && n.name == field.name; });
        const bool decides = node.kind == "IfStmt" || node.kind == "ConditionalOperator" ||
                             (node.kind == "CallExpr" && callee(node) == "require");
        if (!decides || node.children.empty()) return false;
        const auto mentions = [&](const Node& part) {
          return any_of(part, [&](const Node& n) { return n.kind == "MemberExpr" && n.name == field.name; });
        };
        return node.kind == "CallExpr" ? mentions(node) : mentions(node.children[0]);
      });
    });
    if (!looked) {
      add(report, "init-if-needed-state", field,
          fmt::format("{}::{} may hold somebody's data already, and no handler looks", accounts.name, field.name));
    }
  });
}

// Structs with fields, by name, and which of them handlers take.
std::map<std::string, const Node*> records_of(const ProgramSource& program) {
  std::map<std::string, const Node*> records;
  for_each_field(program, [&](const Node& record, const Node&) { records[record.name] = &record; });
  return records;
}
bool is_taken_by_a_handler(const ProgramSource& program, const Node& record) {
  bool taken = false;
  for_each_function(
      program, [&](const Node& function) { taken = taken || contains(function.type, "Context<" + record.name + ">"); });
  return taken;
}

using Test = std::function<bool(const std::string& type)>;
// Whether a field of the struct, or of a composite in it, has such a type.
bool any_field(const ProgramSource& program, const std::map<std::string, const Node*>& records, const Node& record,
               const Test& test) {
  return std::ranges::any_of(record.children, [&](const Node& field) {
    if (field.kind != "FieldDecl") return false;
    const std::string type = written_type(program, field);
    if (test(type)) return true;
    const auto composite = records.find(type);
    return composite != records.end() && composite->second != &record &&
           any_field(program, records, *composite->second, test);
  });
}

bool is_written(const std::string& type) {
  return type.starts_with("Mut<") || type.starts_with("Init") || type.starts_with("Optional<Mut<");
}

// "authority", "admin", "mint_authority": who bears such a name decides.
bool is_name_of_authority(std::string_view name) { return name.ends_with("authority") || name == "admin"; }

void missing_signer(const ProgramSource& program, Report& report) {
  const auto records = records_of(program);
  for (const auto& [name, record] : records) {
    if (!is_taken_by_a_handler(program, *record) || !any_field(program, records, *record, is_written)) continue;
    if (!any_field(program, records, *record, [](const std::string& type) { return contains(type, "Signer"); })) {
      add(report, "missing-signer", *record, fmt::format("{} writes accounts, and nobody has to sign", name));
    }
    for (const Node& field : record->children) {
      if (field.kind == "FieldDecl" && is_name_of_authority(field.name) &&
          unwrapped(written_type(program, field)).starts_with("Unchecked") &&
          is_named_by_has_one(program, *record, field)) {
        add(report, "missing-signer", field, fmt::format("{}::{} decides, and does not sign", name, field.name));
      }
    }
  }
}

void any_mint(const ProgramSource& program, Report& report) {
  const auto records = records_of(program);
  for (const auto& [name, record] : records) {
    if (!is_taken_by_a_handler(program, *record)) continue;
    bool tokens = false, tied = false;
    for (const Node& field : record->children) {
      if (field.kind != "FieldDecl") continue;
      const std::string type = written_type(program, field);
      const std::string data = data_type(type);
      const bool holds_tokens = contains(data, "token") && data.ends_with("::Account");
      const bool is_mint = contains(data, "token") && data.ends_with("::Mint");
      if (!holds_tokens && !is_mint) continue;
      tokens = tokens || holds_tokens;
      for (const std::string_view fixes : {"TokenMint<", "AssociatedToken<", "Address<", "Seeds<", "Constraint<"})
        tied = tied || contains(type, fixes);
      tied = tied || is_named_by_has_one(program, *record, field);
    }
    if (tokens && !tied) {
      add(report, "any-mint", *record, fmt::format("the token accounts of {} may be of any mint", name));
    }
  }
}

void untyped_data(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    const bool cast =
        node.kind == "CXXReinterpretCastExpr" || (node.kind == "CStyleCastExpr" && contains(node.type, "*"));
    if (cast && any_of(node, [](const Node& part) { return callee(part) == "bytes"; })) {
      add(report, "untyped-data", node,
          fmt::format("{} takes bytes for what no check says they are", program.text(node)));
    }
  });
}

// `args.bump`, where args is the handler's.
bool is_bump_of_caller(const Node& node) {
  return node.kind == "MemberExpr" && contains(node.name, "bump") && !node.children.empty() &&
         stripped(node.children[0]).refers_to_kind == "ParmVarDecl" &&
         !contains(stripped(node.children[0]).type, "Context<");
}

void bump_from_caller(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    const bool derives = (node.kind == "VarDecl" && contains(node.type, "PdaSigner")) ||
                         (node.kind == "CallExpr" && callee(node) == "derive_program_address");
    if (derives && any_of(node, is_bump_of_caller)) {
      add(report, "bump-from-caller", node, fmt::format("{} has the bump that the caller says", program.text(node)));
    }
  });
  for_each_field(program, [&](const Node& accounts, const Node& field) {
    for (const std::string& seed : seeds_in(written_type(program, field))) {
      if (contains(seed, "Args::") && contains(seed, "bump"))
        add(report, "bump-from-caller", field,
            fmt::format("{}::{} has the bump that the caller says among its seeds", accounts.name, field.name));
    }
  });
}

void pda_program(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    if (node.kind != "CallExpr" || node.children.size() < 2) return;
    if (callee(node) != "find_program_address" && callee(node) != "derive_program_address") return;
    if (!is_proven_program(node.children[1])) {
      add(report, "pda-program", node,
          fmt::format("the address is derived for {}, which nothing proves", program.text(node.children[1])));
    }
  });
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules = {
      {"cpi-target", "a caller passes a program of his own, which does as it likes with what it is given",
       "take the program as Program<P>, or as an account with Address<kId>", cpi_target},
      {"signer-passed-on", "a program that gets a signer can move all that the signer owns",
       "prove the program (Program<P>), or pass the account as CpiAccount::readonly", signer_passed_on},
      {"unchecked-account", "what is not checked is chosen by the attacker",
       "Account<T>, Signer, Program<P>, or With<Unchecked, Address<…>>, Owner<…> or Constraint<…>", unchecked_account},
      {"unchecked-arithmetic", "u64 wraps: a balance below zero is a fortune", "Checked{a} + b, and test the result",
       unchecked_arithmetic},
      {"stale-after-cpi", "the call may have changed the account; the copy still says what was before",
       "read it through the account after the call (ctx.x->…), or hold a reference", stale_after_cpi},
      {"introspection-index", "an attacker puts the expected instruction there, and others beside it",
       "count from the current instruction", introspection_index},
      {"seed-collision", "one address for two meanings lets data of one kind stand for the other",
       "begin each kind with a literal of its own, and put something of fixed length between variable seeds",
       seed_collision},
      {"drained-without-close", "lamports sent back in the same transaction revive the account with its old data",
       "the constraint Close<&S::to>", drained_without_close},
      {"remaining-unchecked", "remaining accounts are unproven: anybody can pass anything",
       "test owner() and discriminator, or key(), before using one", remaining_unchecked},
      {"init-if-needed-state", "an account that exists keeps its data: a second call can reset or take it over",
       "HasOne or Constraint on it, or ctx.x.created() in the handler; or Init", init_if_needed_state},
      {"missing-signer", "a key can be passed by anybody; only a signature says that its owner agrees",
       "Signer for the account that decides", missing_signer},
      {"untyped-data", "the bytes may be another program's, or of another type",
       "Account<T>, or data_as<T>(account, ctx.program_id()) for a remaining account", untyped_data},
      {"bump-from-caller", "seeds have one canonical address and about 127 others: what should exist once exists often",
       "Seeds<…> on the account, and ctx.x.bump()", bump_from_caller},
      {"pda-program", "every program has an address for those seeds; the attacker's is as good as any",
       "Seeds<…>, or a constant program, or ctx.program_id()", pda_program},
      {"any-mint", "anybody can make a mint, and pay with what is worth nothing",
       "TokenMint<…> or AssociatedToken<…> on one of the token accounts", any_mint},
  };
  return kRules;
}

}  // namespace grapnel::tool
