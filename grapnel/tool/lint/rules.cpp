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

// Those that call another program.
bool is_cpi(const Node& node) {
  static const std::set<std::string_view> kCalls = {
      "invoke",          "invoke_signed", "transfer",       "transfer_checked", "create_account", "mint_to",
      "mint_to_checked", "burn",          "burn_checked",   "close_account",    "approve",        "revoke",
      "sync_native",     "set_authority", "freeze_account", "thaw_account"};
  return node.kind == "CallExpr" && kCalls.contains(callee(node));
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

// A call of the plain invoke() with a program that no type proves.
bool is_untrusted_call(const Node& node) {
  return node.kind == "CallExpr" && (callee(node) == "invoke" || callee(node) == "invoke_signed") &&
         node.children.size() > 1 && !is_proven_program(node.children[1]);
}

void cpi_target(const ProgramSource& program, Report& report) {
  for_each(program, [&](const Node& node, const auto&) {
    if (is_untrusted_call(node)) {
      add(report, "cpi-target", node,
          fmt::format("invoke() calls {}, which nothing proves to be the right program",
                      program.text(node.children[1])));
    }
  });
}

void signer_passed_on(const ProgramSource& program, Report& report) {
  for_each_function(program, [&](const Node& function) {
    const bool untrusted = any_of(function, is_untrusted_call);
    if (!untrusted) return;
    walk(function, [&](const Node& node, const auto&) {
      if (is_call(node) && (callee(node) == "signer" || callee(node) == "writable_signer")) {
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

// The type as the source has it, without the field's name.
std::string written_type(const ProgramSource& program, const Node& field) {
  std::string text(program.text(field));
  if (const std::size_t at = text.rfind(field.name); at != std::string::npos) text.erase(at);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
  return text;
}

void unchecked_account(const ProgramSource& program, Report& report) {
  for_each_field(program, [&](const Node& accounts, const Node& field) {
    if (unwrapped(written_type(program, field)) != "Unchecked") return;
    // Another field's has_one names it: its key is proven.
    const bool named = std::ranges::any_of(accounts.children, [&](const Node& other) {
      const std::string_view text = program.text(other);
      const std::size_t at = text.find("HasOne<");
      return at != std::string_view::npos && (contains(text.substr(at), "::" + field.name + ">") ||
                                              contains(text.substr(at), "::" + field.name + ",") ||
                                              contains(text.substr(at), "\"" + field.name + "\""));
    });
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
      if (is_cpi(node)) {
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
      const bool inside = std::ranges::any_of(ancestors, [](const Node* a) { return is_cpi(*a); });
      if (node.kind == "DeclRefExpr" && !inside && stale.contains(node.refers_to) &&
          told.insert(node.refers_to).second) {
        add(report, "stale-after-cpi", node,
            fmt::format("{} was copied from {} before the call that may have changed it", node.refers_to,
                        copies[node.refers_to]));
      }
    });
  });
}

void introspection_index(const ProgramSource& program, Report& report) {
  static const std::set<std::string_view> kLoads = {"instruction_at", "load_instruction_at", "at_index", "instruction"};
  for_each(program, [&](const Node& node, const auto&) {
    if (!is_call(node) || !kLoads.contains(callee(node)) || node.children.size() < 2) return;
    if (contains(node.type, "client::Instruction")) return;  // the host's
    if (std::any_of(node.children.begin() + 1, node.children.end(),
                    [](const Node& argument) { return stripped(argument).kind == "IntegerLiteral"; })) {
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
       "HasOne or Constraint on it, or a test in the handler; or Init", init_if_needed_state},
  };
  return kRules;
}

}  // namespace grapnel::tool
