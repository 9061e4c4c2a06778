#include "cu/program.hpp"

#include <fmt/format.h>
#include <grapnel/sha256.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "elf/format.hpp"
#include "elf/names.hpp"
#include "pipeline/process.hpp"

namespace grapnel::tool {
namespace {

constexpr std::uint64_t kSlot = 8;  // bytes of an instruction; lddw has two slots

std::string file_hash(ByteSpan file) {
  while (!file.empty() && file.back() == 0) file = file.first(file.size() - 1);
  Sha256 sha;
  for (const std::uint8_t byte : file) sha.add(byte);
  const Digest digest = sha.finish();
  std::string out;
  for (const std::uint8_t byte : digest.bytes) out += fmt::format("{:02x}", byte);
  return out;
}

// The executable segment: of both forms, the only one that holds code.
std::optional<ByteSpan> text_of(ByteSpan file) {
  const auto header = read_at<elf::Header>(file, 0);
  if (!header || std::memcmp(header->ident, elf::kMagic, sizeof elf::kMagic) != 0) return std::nullopt;
  for (std::uint64_t i = 0; i < header->segment_count; ++i) {
    const auto segment = read_at<elf::Segment>(file, header->segment_offset + i * sizeof(elf::Segment));
    if (!segment) return std::nullopt;
    if (segment->type == elf::kSegmentLoad && (segment->flags & elf::kExecutable) != 0)
      return slice(file, segment->offset, segment->file_size);
  }
  return std::nullopt;
}

}  // namespace

std::string function_name(std::string_view demangled) {
  constexpr std::string_view kAnonymous = "(anonymous namespace)";
  std::string flat;  // without what stands in brackets
  int depth = 0;
  for (std::size_t i = 0; i < demangled.size(); ++i) {
    const char c = demangled[i];
    if (demangled.substr(i).starts_with(kAnonymous)) {
      if (depth == 0) flat += "anonymous";
      i += kAnonymous.size() - 1;
    } else if (c == '<' || c == '(' || c == '{' || c == '[') {
      ++depth;
    } else if (c == '>' || c == ')' || c == '}' || c == ']') {
      if (!(c == '>' && i > 0 && demangled[i - 1] == '-')) --depth;
    } else if (depth <= 0) {
      flat += c;
    }
  }
  if (flat.ends_with(" const")) flat.resize(flat.size() - 6);
  const auto space = flat.find_last_of(' ');
  std::string name = space == std::string::npos ? flat : flat.substr(space + 1);
  if (name.empty()) return std::string(demangled);
  while (name.starts_with('*') || name.starts_with('&')) name.erase(0, 1);
  return name;
}

Outcome<TracedProgram> TracedProgram::open(std::string name, Bytes file, const std::string& map) {
  TracedProgram program;
  const auto text = text_of(file);
  if (!text) return failure("not an sBPF program");
  program.name_ = std::move(name);
  program.hash_ = file_hash(file);
  program.text_.assign(text->begin(), text->end());
  const auto parsed = nlohmann::json::parse(map, nullptr, false);
  if (parsed.is_discarded() || !parsed.contains("symbols") || parsed.value("size", std::uint64_t{0}) != file.size())
    return failure("the map beside the program is missing or belongs to another build");
  for (const auto& symbol : parsed["symbols"]) {
    if (symbol.value("kind", "") != "text") continue;
    program.functions_.push_back(
        {symbol.value("address", std::uint64_t{0}), symbol.value("size", std::uint64_t{0}), symbol.value("name", "")});
  }
  std::ranges::sort(program.functions_, {}, &Function::address);
  return program;
}

Outcome<void> TracedProgram::add_lines(const Object& object, const std::vector<std::uint64_t>& positions,
                                       const std::string& work, const std::string& llvm_suffix) {
  // In an object every function's section stands at 0. llvm-symbolizer adds a section's address, so one is given to each.
  Bytes copy = object.file;
  const auto header = read_at<elf::Header>(copy, 0);
  std::uint64_t elsewhere = text_.size();
  const auto move_section = [&](std::size_t section, std::uint64_t address) {
    const std::uint64_t at =
        header->section_offset + section * sizeof(elf::SectionHeader) + offsetof(elf::SectionHeader, address);
    if (slice(copy, at, sizeof address)) write_at(copy, at, address);
  };
  for (std::size_t i = 1; i < object.sections.size(); ++i) {
    if (!object.sections[i].is_code()) continue;
    elsewhere += object.sections[i].size + kSlot;
    move_section(i, elsewhere);
  }
  bool found = false;
  for (const Symbol& symbol : object.symbols) {
    if (symbol.section == kUndefined || symbol.kind != 2) continue;
    const auto placed = std::ranges::find(functions_, symbol.name, &Function::name);
    if (placed == functions_.end() || placed->size != symbol.size || placed->address < symbol.value) continue;
    move_section(symbol.section, placed->address - symbol.value);
    found = true;
  }
  if (!found) return failure(object.path + ": no function of the program is in it");
  const std::string path = (std::filesystem::path(work) / "placed.o").string();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(copy.data()), static_cast<std::streamsize>(copy.size()));

  constexpr std::size_t kBatch = 4096;  // addresses in one command line
  for (std::size_t first = 0; first < positions.size(); first += kBatch) {
    std::vector<std::string> arguments = {"llvm-symbolizer" + llvm_suffix, "--obj=" + path, "--inlines",
                                          "--output-style=JSON"};
    const std::size_t last = std::min(positions.size(), first + kBatch);
    for (std::size_t i = first; i < last; ++i) arguments.push_back(fmt::format("{:#x}", positions[i] * kSlot));
    const auto finished = run_process(arguments);
    if (!finished) return std::unexpected(finished.error());
    const auto answers = nlohmann::json::parse(finished->output, nullptr, false);
    if (finished->exit_code != 0 || !answers.is_array() || answers.size() != last - first)
      return failure("llvm-symbolizer failed: " + finished->output.substr(0, 400));
    for (std::size_t i = first; i < last; ++i) {
      std::vector<Frame> frames;
      for (const auto& frame : answers[i - first].value("Symbol", nlohmann::json::array())) {
        const std::string file = std::filesystem::path(frame.value("FileName", "")).filename().string();
        const auto line = frame.value("Line", 0);
        frames.push_back({function_name(frame.value("FunctionName", "")),
                          file.empty() || line == 0 ? file : fmt::format("{}:{}", file, line)});
      }
      std::ranges::reverse(frames);
      if (!frames.empty() && !frames.front().function.empty()) inlined_[positions[i]] = std::move(frames);
    }
  }
  return {};
}

const TracedProgram::Function* TracedProgram::function_at(std::uint64_t address) const {
  const auto after = std::ranges::upper_bound(functions_, address, {}, &Function::address);
  if (after == functions_.begin()) return nullptr;
  const Function& function = *std::prev(after);
  return address - function.address < function.size ? &function : nullptr;
}

Flow TracedProgram::flow(std::uint64_t position) const {
  const auto slot = slice(text_, position * kSlot, kSlot);
  if (!slot) return Flow::Next;
  constexpr std::uint8_t kCall = 0x85, kCallRegister = 0x8d, kExit = 0x95;
  const std::uint8_t source = (*slot)[1] >> 4;
  if ((*slot)[0] == kExit) return Flow::Exit;
  if ((*slot)[0] == kCallRegister) return Flow::Call;
  // Source 1 is a function of the program, 0 a syscall; V0 marks both with 1, and tells them apart by what follows.
  return (*slot)[0] == kCall && source == 1 ? Flow::Call : Flow::Next;
}

std::vector<Frame> TracedProgram::frames(std::uint64_t position) const {
  const auto known = inlined_.find(position);
  if (known != inlined_.end()) return known->second;
  const Function* function = function_at(position * kSlot);
  return {
      {function != nullptr ? function_name(demangle(function->name)) : fmt::format("{}+{:#x}", name_, position * kSlot),
       ""}};
}

}  // namespace grapnel::tool
