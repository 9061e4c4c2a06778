#include "size/size.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "elf/format.hpp"

namespace grapnel::tool {

std::string make_map(const Program& program) {
  nlohmann::ordered_json map;
  map["size"] = program.elf.size();
  map["text"] = program.text_size;
  map["data"] = program.data_size;
  map["syscalls"] = program.syscalls;
  map["symbols"] = nlohmann::ordered_json::array();
  for (const PlacedSymbol& symbol : program.symbols) {
    map["symbols"].push_back({{"name", symbol.name},
                              {"kind", symbol.is_code ? "text" : "data"},
                              {"address", symbol.address},
                              {"size", symbol.size}});
  }
  return map.dump(1) + "\n";
}

std::uint64_t rent_lamports(std::uint64_t size) { return (128 + size) * 3480 * 2; }

Outcome<std::string> describe_size(ByteSpan elf, const std::string& map) {
  const auto header = read_at<elf::Header>(elf, 0);
  if (!header || std::memcmp(header->ident, elf::kMagic, sizeof elf::kMagic) != 0 ||
      header->machine != elf::kMachineBpf) {
    return failure("not an sBPF program");
  }
  // The loader keeps a program in an account of its own, behind 45 bytes of its state.
  constexpr std::uint64_t kProgramDataHeader = 45;
  const std::uint64_t rent = rent_lamports(elf.size() + kProgramDataHeader);
  std::string out = fmt::format("{:>8} bytes, sBPF V{}, rent {}.{:09} SOL\n", elf.size(), header->flags,
                                rent / 1'000'000'000, rent % 1'000'000'000);
  if (map.empty()) return out;
  const auto parsed = nlohmann::json::parse(map, nullptr, false);
  if (parsed.is_discarded() || !parsed.contains("symbols") || parsed.value("size", std::uint64_t{0}) != elf.size()) {
    return failure("the map beside the program belongs to another build");
  }
  std::vector<nlohmann::json> symbols = parsed["symbols"];
  std::ranges::sort(symbols, {}, [](const nlohmann::json& s) {
    return std::pair(~s.value("size", std::uint64_t{0}), s.value("name", ""));
  });
  out += fmt::format("{:>8} code\n{:>8} read-only data\n", parsed.value("text", 0), parsed.value("data", 0));
  for (const auto& symbol : symbols) {
    out += fmt::format("{:>8} {} {}\n", symbol.value("size", 0), symbol.value("kind", ""), symbol.value("name", ""));
  }
  return out;
}

}  // namespace grapnel::tool
