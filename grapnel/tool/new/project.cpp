#include "new/project.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <map>

#include "files.hpp"
#include "new/program_key.hpp"

namespace grapnel::tool {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNameMax = 32;

// Those that a name of our form could be; and `std` and `grapnel`, which are namespaces already.
constexpr std::string_view kTaken[] = {
    "alignas",   "alignof",   "and",       "asm",     "auto",       "bool",       "break",    "case",      "catch",
    "char",      "class",     "compl",     "concept", "const",      "continue",   "decltype", "default",   "delete",
    "do",        "double",    "else",      "enum",    "explicit",   "export",     "extern",   "false",     "float",
    "for",       "friend",    "goto",      "if",      "inline",     "int",        "long",     "mutable",   "namespace",
    "new",       "noexcept",  "not",       "nullptr", "operator",   "or",         "private",  "protected", "public",
    "register",  "requires",  "return",    "short",   "signed",     "sizeof",     "static",   "struct",    "switch",
    "template",  "this",      "throw",     "true",    "try",        "typedef",    "typeid",   "typename",  "union",
    "unsigned",  "using",     "virtual",   "void",    "volatile",   "while",      "xor",      "std",       "grapnel",
    "consteval", "constexpr", "constinit", "main",    "entrypoint", "initialize", "increment"};

// "my_vault" → "MyVault"
std::string camel_case(std::string_view name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += value.size())
      text.replace(at, name.size(), value);
  }
  return text;
}

// "interface/NAME.hpp.in" → "interface/vault.hpp"; a leading dot would hide the template itself.
fs::path target_path(const fs::path& relative, const std::string& name) {
  if (relative == "gitignore.in") return ".gitignore";
  return filled(fs::path(relative).replace_extension().string(), {{"NAME", name}});
}

Outcome<void> fill_folder(const fs::path& from, const fs::path& to, const std::string& name,
                          const std::map<std::string, std::string>& values) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(from, error)) {
    if (!entry.is_regular_file()) continue;
    const auto text = read_text(entry.path());
    if (!text) return std::unexpected(text.error());
    const fs::path target = to / target_path(fs::relative(entry.path(), from), name);
    fs::create_directories(target.parent_path(), error);
    if (auto r = write_file(target, filled(*text, values)); !r) return r;
  }
  if (error) return failure(fmt::format("{}: {}", from.string(), error.message()));
  return {};
}

}  // namespace

Outcome<void> check_name(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  if (name.empty() || name.size() > kNameMax || !letter(name[0]) || !std::ranges::all_of(name, allowed) ||
      name.find("__") != std::string_view::npos || name.ends_with('_')) {
    return failure(
        fmt::format("\"{}\" can't be a program's name: take lower-case letters, digits and single "
                    "underscores, a letter first, at most {} characters (my_vault)",
                    name, kNameMax));
  }
  if (std::ranges::find(kTaken, name) != std::end(kTaken)) {
    return failure(fmt::format("\"{}\" is taken: a program's name is its namespace; choose another", name));
  }
  return {};
}

Outcome<NewProject> make_project(const fs::path& root, const fs::path& parent, const std::string& name) {
  if (auto r = check_name(name); !r) return std::unexpected(r.error());
  const fs::path folder = parent / name;
  std::error_code error;
  if (fs::exists(fs::symlink_status(folder, error))) {
    return failure(fmt::format("{} exists; choose another name, or another folder with --path", folder.string()));
  }
  fs::create_directories(folder, error);
  if (error) return failure(fmt::format("{}: {}", folder.string(), error.message()));

  const auto key = make_program_key(folder / (name + "-keypair.json"));
  const auto made = key ? fill_folder(root / "template", folder, name,
                                      {{"@NAME@", name},
                                       {"@MODULE@", camel_case(name) + "Program"},
                                       {"@TEST@", camel_case(name) + "Test"},
                                       {"@PROGRAM_ID@", *key}})
                        : Outcome<void>(std::unexpected(key.error()));
  if (!made) {
    fs::remove_all(folder, error);
    return std::unexpected(made.error());
  }
  return NewProject{folder, *key};
}

}  // namespace grapnel::tool
