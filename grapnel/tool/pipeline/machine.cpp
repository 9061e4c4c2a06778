#include "pipeline/machine.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace grapnel::tool {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// What stands behind "= ".
std::string_view value_of(std::string_view text) { return text.substr(text.find("= ") + 2); }

void erase(Line& line) { line = {}; }

void store_constants_of(Assembly& assembly, const MachineFunction& function) {
  std::map<int, std::string> constants;
  for (std::size_t at = function.begin; at < function.end; ++at) {
    Line& line = assembly.lines[at];
    if (line.kind == LineKind::Label) constants.clear();
    if (line.kind == LineKind::Store) {
      const std::size_t equals = line.text.find(" = ");
      const auto known = constants.find(leading_register(value_of(line.text)));
      if (known != constants.end()) line = read_line(line.text.substr(0, equals + 3) + known->second);
    }
    std::erase_if(constants, [&](const auto& held) { return (line.writes & register_bit(held.first)) != 0; });
    if (line.kind == LineKind::Constant) constants[leading_register(line.text)] = value_of(line.text);
  }
  for (bool changed = true; changed;) {
    changed = false;
    const auto live = live_behind(assembly, function.begin, function.end);
    for (std::size_t at = function.begin; at < function.end; ++at) {
      Line& line = assembly.lines[at];
      const bool pure =
          line.kind == LineKind::Constant || line.kind == LineKind::Move || line.kind == LineKind::Compute;
      if (!pure || (line.writes & live[at - function.begin]) != 0) continue;
      erase(line);
      changed = true;
    }
  }
}

// The data whose addresses may be added to: not those of a section whose equal data are merged, piece by piece.
struct Data {
  std::set<std::string, std::less<>> all;
  std::set<std::string, std::less<>> whole;
};

Data data_of(const Assembly& assembly) {
  Data out;
  bool mergeable = false;
  for (const Line& line : assembly.lines) {
    if (line.text.starts_with("\t.section\t")) mergeable = line.text.find(",\"aM") != std::string::npos;
    if (!line.text.starts_with("\t.type\t") || !line.text.ends_with(",@object")) continue;
    const std::string name = line.text.substr(7, line.text.size() - 7 - 8);
    out.all.insert(name);
    if (!mergeable) out.whole.insert(name);
  }
  return out;
}

// "name", "name+8" as LLVM prints them.
std::string_view symbol_of(std::string_view address) { return address.substr(0, address.find_first_of("+-")); }

std::optional<std::int64_t> added(const Line& line, int to) {
  const std::string before = fmt::format("r{} += ", to);
  if (line.kind != LineKind::Compute || !line.text.starts_with(before)) return std::nullopt;
  return number(std::string_view(line.text).substr(before.size()));
}

}  // namespace

void store_constants(Assembly& assembly) {
  for (const MachineFunction& function : assembly.functions) store_constants_of(assembly, function);
}

void shorten_addresses(Assembly& assembly) {
  const Data data = data_of(assembly);
  for (const MachineFunction& function : assembly.functions) {
    for (std::size_t at = function.begin; at < function.end; ++at) {
      Line& line = assembly.lines[at];
      if (line.kind != LineKind::Address) continue;
      std::string address(value_of(line.text));
      address.resize(address.size() - 3);  // " ll"
      if (!data.all.contains(symbol_of(address))) continue;
      const int to = leading_register(line.text);
      std::size_t next = at + 1;
      while (next < function.end && assembly.lines[next].kind == LineKind::Other) ++next;
      if (next < function.end && data.whole.contains(address)) {
        if (const auto more = added(assembly.lines[next], to); more && *more > 0) {
          address += fmt::format("+{}", *more);
          erase(assembly.lines[next]);
        }
      }
      // mov64 r, imm32, whose immediate no syntax lets the linker fill.
      line.text = fmt::format(".byte 183, {}, 0, 0\n\t.long {}", to, address);
    }
  }
}

}  // namespace grapnel::tool
