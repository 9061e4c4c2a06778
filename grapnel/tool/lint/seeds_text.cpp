#include "lint/seeds_text.hpp"

#include <fmt/format.h>

namespace grapnel::tool {
namespace {

// The parts of a template's arguments, `text` starting behind its "<", up to its ">".
std::vector<std::string> arguments_of(std::string_view text) {
  std::vector<std::string> out;
  std::string part;
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted) {
      if (c == '>' && depth == 0) break;
      if (c == ',' && depth == 0) {
        out.push_back(std::move(part));
        part.clear();
        continue;
      }
      depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
      if (c == ' ' || c == '\n') continue;
    }
    part += c;
  }
  if (!part.empty()) out.push_back(std::move(part));
  return out;
}

}  // namespace

std::vector<std::string> seeds_in(std::string_view type) {
  constexpr std::string_view kSeeds = "Seeds<";
  const std::size_t at = type.find(kSeeds);
  return at == std::string_view::npos ? std::vector<std::string>() : arguments_of(type.substr(at + kSeeds.size()));
}

SeedKind kind_of_seed(std::string_view seed, const std::map<std::string, std::string>& members) {
  if (seed.starts_with('"')) return SeedKind::Literal;
  if (seed.starts_with("Key<")) return SeedKind::Key;
  std::string name(seed.substr(seed.starts_with('&') ? 1 : 0));
  if (name.starts_with("In<")) name = name.substr(name.rfind('&') + 1, name.rfind('>') - name.rfind('&') - 1);
  auto found = members.find(name);
  // "&Initialize::Args::name": the record's own name is the last but one.
  if (const std::size_t last = name.rfind("::"); found == members.end() && last != std::string::npos) {
    const std::size_t before = name.rfind("::", last - 1);
    if (before != std::string::npos) found = members.find(name.substr(before + 2));
    if (found == members.end()) found = members.find(name.substr(last));
  }
  if (found == members.end()) return SeedKind::Fixed;
  const std::string_view type = found->second;
  for (const std::string_view variable : {"String<", "ByteView<", "Vec<", "TailString<", "FixedString<"}) {
    if (type.starts_with(variable)) return SeedKind::Variable;
  }
  for (const std::string_view key :
       {"Pubkey", "Signer", "Mut<", "Account<", "Unchecked", "Program<", "With<", "Init"}) {
    if (type.starts_with(key)) return SeedKind::Key;
  }
  return SeedKind::Fixed;
}

std::string shape_of_seed(std::string_view seed, SeedKind kind) {
  switch (kind) {
    case SeedKind::Literal: return std::string(seed);
    case SeedKind::Key: return "key";
    case SeedKind::Variable: return "variable";
    case SeedKind::Fixed: break;
  }
  return fmt::format("fixed {}", seed.substr(seed.rfind(':') + 1));
}

std::string data_type(std::string_view type) {
  for (const std::string_view holder : {"Account<", "Init<", "InitIfNeeded<"}) {
    const std::size_t at = type.find(holder);
    if (at == std::string_view::npos ||
        (at > 0 && (type[at - 1] == '_' || type[at - 1] == ':' || (type[at - 1] >= 'A' && type[at - 1] <= 'z'))))
      continue;
    const auto arguments = arguments_of(type.substr(at + holder.size()));
    return arguments.empty() ? "" : arguments[0];
  }
  return {};
}

}  // namespace grapnel::tool
