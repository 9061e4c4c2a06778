#include "size/size.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "elf/format.hpp"
#include "pipeline/cxxfilt.hpp"

namespace grapnel::tool {

std::string make_map(const Program& program, const std::vector<std::string>& objects) {
  nlohmann::ordered_json map;
  map["size"] = program.elf.size();
  map["text"] = program.text_size;
  map["data"] = program.data_size;
  map["syscalls"] = program.syscalls;
  if (!objects.empty()) map["objects"] = objects;
  map["symbols"] = nlohmann::ordered_json::array();
  for (const PlacedSymbol& symbol : program.symbols) {
    map["symbols"].push_back({{"name", symbol.name},
                              {"kind", symbol.is_code ? "text" : "data"},
                              {"address", symbol.address},
                              {"size", symbol.size}});
  }
  return map.dump(1) + "\n";
}

std::vector<std::string> objects_of_map(const std::string& map) {
  const auto parsed = nlohmann::json::parse(map, nullptr, false);
  std::vector<std::string> out;
  if (!parsed.is_object() || !parsed.contains("objects")) return out;
  for (const auto& object : parsed["objects"]) {
    if (object.is_string()) out.push_back(object);
  }
  return out;
}

std::uint64_t rent_lamports(std::uint64_t size) { return (128 + size) * 3480 * 2; }

Outcome<ProgramSize> measure(ByteSpan elf, const std::string& map) {
  const auto header = read_at<elf::Header>(elf, 0);
  if (!header || std::memcmp(header->ident, elf::kMagic, sizeof elf::kMagic) != 0 ||
      header->machine != elf::kMachineBpf) {
    return failure("not an sBPF program");
  }
  // The loader keeps a program in two accounts: 36 bytes that name the other, and the ELF behind 45 bytes of state.
  constexpr std::uint64_t kProgramSize = 36;
  constexpr std::uint64_t kProgramDataHeader = 45;
  ProgramSize size;
  size.bytes = size.other = elf.size();
  size.version = header->flags;
  size.rent_lamports = rent_lamports(kProgramSize) + rent_lamports(elf.size() + kProgramDataHeader);
  if (map.empty()) return size;

  const auto parsed = nlohmann::json::parse(map, nullptr, false);
  const auto number = [](const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
  };
  const auto text = [](const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (!parsed.is_object() || number(parsed, "size") != elf.size() || !parsed.contains("symbols") ||
      !parsed["symbols"].is_array()) {
    return failure("the map beside the program belongs to another build; link again, or remove it");
  }
  size.code = number(parsed, "text");
  size.data = number(parsed, "data");
  // In the order of addresses. What several share lies there once.
  std::map<bool, std::uint64_t> known;
  for (const auto& symbol : parsed["symbols"]) {
    if (!symbol.is_object()) continue;
    size.symbols.push_back({text(symbol, "name"), text(symbol, "kind") == "text", number(symbol, "size")});
    std::uint64_t& end = known[size.symbols.back().is_code];
    const std::uint64_t begin = std::max(end, number(symbol, "address"));
    end = std::max(end, number(symbol, "address") + size.symbols.back().bytes);
    size.other -= std::min(size.other, end - std::min(begin, end));
  }
  std::ranges::sort(size.symbols, [](const SymbolSize& a, const SymbolSize& b) {
    return a.bytes != b.bytes ? a.bytes > b.bytes : a.name < b.name;
  });
  return size;
}

void name_for_people(ProgramSize& size, std::string_view llvm_suffix) {
  std::vector<std::string> names;
  for (const SymbolSize& symbol : size.symbols) names.push_back(symbol.name);
  names = cxxfilt(std::move(names), llvm_suffix);
  for (std::size_t i = 0; i < names.size(); ++i) size.symbols[i].name = std::move(names[i]);
}

std::string short_name(std::string_view name) {
  constexpr std::size_t kShort = 24;
  constexpr std::string_view kUnnamed = "(anonymous namespace)";
  std::string out;
  for (std::size_t at = 0; at < name.size(); ++at) {
    out += name[at];
    if (name[at] != '<') continue;
    std::size_t end = at + 1;
    for (int depth = 1; end < name.size() && depth > 0; ++end)
      depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
    const bool closed = name[end - 1] == '>' && end > at + 1;
    if (!closed || end - at - 2 <= kShort) continue;
    const auto arguments = name.substr(at + 1, end - at - 2);
    const auto unnamed = arguments.find(kUnnamed);
    const auto from = unnamed == arguments.npos ? 0 : unnamed + kUnnamed.size();
    out += arguments.starts_with('&') ? arguments.substr(0, arguments.find_first_of("(<,", from)) : "…";
    out += '>';
    at = end - 1;
  }
  return out;
}

std::string size_as_text(const ProgramSize& size) {
  const auto share = [&](std::uint64_t bytes) {
    return size.bytes == 0 ? 0.0 : 100.0 * static_cast<double>(bytes) / static_cast<double>(size.bytes);
  };
  std::string out = fmt::format("{:>8} bytes, sBPF V{}, rent {}.{:09} SOL\n", size.bytes, size.version,
                                size.rent_lamports / 1'000'000'000, size.rent_lamports % 1'000'000'000);
  if (size.symbols.empty()) return out;
  out += fmt::format("{:>8} {:>5.1f} % code\n{:>8} {:>5.1f} % read-only data\n\n", size.code, share(size.code),
                     size.data, share(size.data));
  for (const SymbolSize& symbol : size.symbols) {
    out += fmt::format("{:>8} {:>5.1f} % {} {}\n", symbol.bytes, share(symbol.bytes), symbol.is_code ? "text" : "data",
                       short_name(symbol.name));
  }
  return out + fmt::format("{:>8} {:>5.1f} %      headers and padding\n", size.other, share(size.other));
}

std::string size_as_json(const ProgramSize& size) {
  nlohmann::ordered_json out = {{"bytes", size.bytes},
                                {"sbpf_version", size.version},
                                {"code", size.code},
                                {"data", size.data},
                                {"other", size.other},
                                {"rent_lamports", size.rent_lamports},
                                {"symbols", nlohmann::ordered_json::array()}};
  for (const SymbolSize& symbol : size.symbols) {
    out["symbols"].push_back(
        {{"name", symbol.name}, {"kind", symbol.is_code ? "text" : "data"}, {"bytes", symbol.bytes}});
  }
  return out.dump(2) + "\n";
}

}  // namespace grapnel::tool
