#include "lint/syntax_tree.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "files.hpp"
#include "pipeline/process.hpp"

namespace grapnel::tool {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// clang writes a file and a line only where they differ from the last it wrote, so that every place must be seen, in its
// order: loc, range.begin, range.end, then what is inside.
class Reader {
 public:
  Node read(const json& object) {
    Node node;
    node.kind = text_of(object, "kind");
    node.name = text_of(object, "name");
    node.opcode = text_of(object, "opcode");
    node.value = text_of(object, "value");
    if (const auto type = object.find("type"); type != object.end() && type->is_object()) {
      node.type = text_of(*type, "qualType");
      if (const auto plain = text_of(*type, "desugaredQualType"); !plain.empty() && plain != node.type)
        node.type += " " + plain;
    }
    if (const auto found = object.find("referencedDecl"); found != object.end() && found->is_object()) {
      node.refers_to = text_of(*found, "name");
      node.refers_to_kind = text_of(*found, "kind");
    }
    if (const auto loc = object.find("loc"); loc != object.end()) place(*loc);
    if (const auto range = object.find("range"); range != object.end() && range->is_object()) {
      if (const auto begin = range->find("begin"); begin != range->end()) {
        const Extent first = place(*begin);
        node.begin = first.begin;
        node.file = file_;
        node.line = first.line;
      }
      if (const auto end = range->find("end"); end != range->end()) node.end = place(*end).end;
    }
    if (const auto inner = object.find("inner"); inner != object.end() && inner->is_array()) {
      for (const json& child : *inner) {
        if (child.is_object() && child.contains("kind")) node.children.push_back(read(child));
      }
    }
    return node;
  }

 private:
  struct Extent {
    std::size_t begin = 0, end = 0;
    unsigned line = 0;
  };

  Extent place(const json& loc) {
    if (!loc.is_object()) return {};
    if (const auto spelling = loc.find("spellingLoc"); spelling != loc.end()) {
      // What a macro is given stands where it is written; what the macro adds, where the macro is used. Both are read,
      // because a line is only told where it differs from the one before.
      const Extent written = place(*spelling);
      const auto expansion = loc.find("expansionLoc");
      if (expansion == loc.end()) return {};
      const Extent used = place(*expansion);
      return expansion->value("isMacroArgExpansion", false) ? written : used;
    }
    if (const auto file = text_of(loc, "file"); !file.empty()) file_ = file;
    line_ = loc.value("line", line_);
    const std::size_t offset = loc.value("offset", std::size_t{0});
    return {offset, offset + loc.value("tokLen", std::size_t{0}), line_};
  }

  std::string file_;
  unsigned line_ = 0;
};

// Where the program's own declarations are: the namespaces its source opens at the outermost level.
std::set<std::string> namespaces_in(const std::string& text) {
  static const std::regex kOpens(R"((?:^|\n)namespace (\w+))");
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kOpens), end; it != end; ++it) out.insert((*it)[1]);
  out.erase("grapnel");
  return out;
}

Outcome<void> read_dump(const std::string& dump, std::vector<Node>& trees) {
  // One document a declaration, one behind the other.
  for (std::size_t at = dump.find('{'); at < dump.size();) {
    std::size_t end = dump.find("\n}\n", at);
    if (end == std::string::npos) return failure("clang's syntax tree ends early");
    end += 2;
    const json parsed = json::parse(dump.begin() + static_cast<std::ptrdiff_t>(at),
                                    dump.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    if (!parsed.is_object()) return failure("clang's syntax tree is not the JSON that clang 19 writes");
    trees.push_back(Reader().read(parsed));
    at = dump.find('{', end);
  }
  return {};
}

void walk_below(const Node& node, std::vector<const Node*>& ancestors, const Visit& visit) {
  visit(node, ancestors);
  ancestors.push_back(&node);
  for (const Node& child : node.children) walk_below(child, ancestors, visit);
  ancestors.pop_back();
}

}  // namespace

void walk(const Node& node, const Visit& visit) {
  std::vector<const Node*> ancestors;
  walk_below(node, ancestors, visit);
}

bool any_of(const Node& node, const std::function<bool(const Node&)>& test) {
  if (test(node)) return true;
  for (const Node& child : node.children) {
    if (any_of(child, test)) return true;
  }
  return false;
}

const Node& stripped(const Node& expression) {
  static const std::set<std::string_view> kThrough = {
      "ImplicitCastExpr",     "ParenExpr",        "MaterializeTemporaryExpr", "ExprWithCleanups",
      "CXXBindTemporaryExpr", "ConstantExpr",     "CXXFunctionalCastExpr",    "CXXStaticCastExpr",
      "CStyleCastExpr",       "CXXConstructExpr", "CXXTemporaryObjectExpr"};
  const Node* node = &expression;
  while (node->children.size() == 1 && kThrough.contains(node->kind)) node = &node->children[0];
  return *node;
}

std::string_view callee(const Node& call) {
  if (call.children.empty()) return {};
  const Node& named = stripped(call.children[0]);
  if (call.kind == "CXXMemberCallExpr") return named.name;
  if (call.kind != "CallExpr") return {};
  return !named.refers_to.empty() ? named.refers_to : named.name;
}

std::string_view ProgramSource::text(const Node& node) const {
  const auto found = texts.find(node.file);
  if (found == texts.end() || node.begin >= node.end || node.end > found->second.size()) return {};
  return std::string_view(found->second).substr(node.begin, node.end - node.begin);
}

Outcome<ProgramSource> read_source(const LintTarget& target, const std::string& clang) {
  ProgramSource program;
  std::set<std::pair<std::string, std::size_t>>
      seen;  // a header's declarations come with every source that includes it
  for (const auto& source : target.sources) {
    const auto text = read_text(source);
    if (!text) return std::unexpected(text.error());
    for (const std::string& name : namespaces_in(*text)) {
      std::vector<std::string> arguments = {clang, "-std=c++20", "-fsyntax-only", "-w", "-fno-color-diagnostics"};
      for (const auto& dir : target.include_dirs) arguments.push_back("-I" + dir.string());
      arguments.insert(arguments.end(), {"-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter=" + name});
      arguments.push_back(source.string());
      const auto finished = run_process(arguments);
      if (!finished) return failure(finished.error() + ": is clang 19 installed? (--clang names it)");
      if (finished->exit_code != 0) {
        const std::size_t error = finished->output.find("error:");
        const std::size_t line = finished->output.rfind('\n', error) + 1;
        return failure(fmt::format("{} does not compile: {}", source.string(),
                                   error == std::string::npos
                                       ? std::string("see the compiler")
                                       : finished->output.substr(line, finished->output.find('\n', error) - line)));
      }
      std::vector<Node> trees;
      if (auto r = read_dump(finished->output, trees); !r) return std::unexpected(r.error());
      for (Node& tree : trees) {
        if (seen.emplace(tree.file, tree.begin).second) program.trees.push_back(std::move(tree));
      }
    }
  }
  for (const Node& tree : program.trees) {
    walk(tree, [&](const Node& node, const auto&) {
      if (node.file.empty() || program.texts.contains(node.file)) return;
      program.texts[node.file] = read_text(node.file).value_or("");
    });
  }
  return program;
}

}  // namespace grapnel::tool
