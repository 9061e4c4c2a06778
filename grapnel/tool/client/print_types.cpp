#include "client/print_types.hpp"

#include <fmt/format.h>

#include "client/text.hpp"

namespace grapnel::tool::client {
namespace {

constexpr std::string_view kMemberIndent = "  ";

std::string print_struct(const CppType& type, bool recursive) {
  std::string out = fmt::format("struct {} {{\n", type.name);
  for (const Member& member : type.members) {
    out += comment(member.docs, kMemberIndent);
    // A vector of what is only declared here can't be made here.
    const bool bare = recursive && member.type.find("std::vector<") != std::string::npos;
    out += fmt::format("{}{} {}{};\n", kMemberIndent, member.type, member.name, bare ? "" : "{}");
  }
  out += fmt::format("  friend bool operator==(const {0}&, const {0}&) = default;\n}};\n", type.name);
  if (type.plain) out += fmt::format("static_assert(sizeof({}) == {});\n", type.name, type.size);
  return out;
}

std::string print_enum(const CppType& type) {
  std::vector<std::string> names;
  for (const Member& member : type.members) names.push_back(member.name);
  const std::string line = list(fmt::format("enum class {} : u8 {{ ", type.name), names, " };\n");
  if (line.find('\n') + 1 == line.size() && line.size() <= kColumns + 1) return line;
  std::string out = fmt::format("enum class {} : u8 {{\n", type.name);
  for (const std::string& name : names) out += fmt::format("{}{},\n", kMemberIndent, name);
  return out + "};\n";
}

std::string print_sum(const CppType& type) {
  std::string out = fmt::format("struct {} {{\n", type.name);
  std::vector<std::string> targets;
  for (const Member& member : type.members) {
    out += fmt::format("{}using {} = {};\n", kMemberIndent, member.name, member.type);
    targets.push_back(member.type);
  }
  out += list(fmt::format("{}using Variant = std::variant<", kMemberIndent), targets, ">;\n");
  out += fmt::format("{}Variant value{{}};\n", kMemberIndent);
  return out + fmt::format("  friend bool operator==(const {0}&, const {0}&) = default;\n}};\n", type.name);
}

}  // namespace

std::string print_type(const CppType& type, bool recursive) {
  const std::string docs = comment(type.docs, "");
  switch (type.kind) {
    case CppType::Kind::Struct: return docs + print_struct(type, recursive);
    case CppType::Kind::Enum: return docs + print_enum(type);
    case CppType::Kind::Sum: return docs + print_sum(type);
    case CppType::Kind::Alias: break;
  }
  return docs + fmt::format("using {} = {};\n", type.name, type.target);
}

std::string print_codec(const CppType& type) {
  if (type.kind == CppType::Kind::Enum)
    return fmt::format("constexpr u32 enumerator_count(const {}*) {{ return {}; }}\n", type.name, type.members.size());
  if (type.kind != CppType::Kind::Struct) return {};
  const std::string head = fmt::format("constexpr auto fields_of(const {}*) {{", type.name);
  if (type.members.empty()) return head + " return std::tuple<>{}; }\n";
  std::vector<std::string> members;
  for (const Member& member : type.members) members.push_back(fmt::format("&{}::{}", type.name, member.name));
  const std::string line = list(head + " return std::tuple{", members, "}; }\n");
  if (line.find('\n') + 1 == line.size() && line.size() <= kColumns + 1) return line;
  return head + "\n" + list("  return std::tuple{", members, "};\n}\n");
}

}  // namespace grapnel::tool::client
