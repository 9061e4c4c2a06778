// What clang makes of a program's source: its syntax tree, as -ast-dump=json tells it, cut down to what the rules look at.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "result.hpp"

namespace grapnel::tool {

struct Node {
  std::string kind;                       // clang's: "FieldDecl", "CallExpr"
  std::string name;                       // of a declaration, or the member of a MemberExpr
  std::string type;                       // as written, then behind a blank without its aliases where that differs
  std::string opcode;                     // of an operator
  std::string value;                      // of a literal
  std::string refers_to, refers_to_kind;  // of a DeclRefExpr
  std::string file;
  unsigned line = 0;
  std::size_t begin = 0, end = 0;  // in the file
  std::vector<Node> children;
};

// Calls visit(node, ancestors) for the node and all below, in source order; ancestors nearest last.
using Visit = std::function<void(const Node&, const std::vector<const Node*>&)>;
void walk(const Node& node, const Visit& visit);

bool any_of(const Node& node, const std::function<bool(const Node&)>& test);

// Through parentheses, casts and temporaries.
const Node& stripped(const Node& expression);

// A name of a function that is called, free or member; empty for other expressions.
std::string_view callee(const Node& call);

struct ProgramSource {
  std::vector<Node> trees;  // declarations of the program's namespaces, file by file
  std::map<std::string, std::string> texts;

  std::string_view text(const Node& node) const;
};

struct LintTarget {
  std::vector<std::filesystem::path> sources;
  std::vector<std::filesystem::path> include_dirs;
};

// Compiles each source far enough to know its tree. The error is the compiler's.
Outcome<ProgramSource> read_source(const LintTarget& target, const std::string& clang);

}  // namespace grapnel::tool
