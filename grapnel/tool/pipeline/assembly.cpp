#include "pipeline/assembly.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <map>

namespace grapnel::tool {
namespace {

constexpr Registers kArguments =
    register_bit(1) | register_bit(2) | register_bit(3) | register_bit(4) | register_bit(5);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.'; }

// All registers that the text names.
Registers named(std::string_view text) {
  Registers found = 0;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] != 'r' || !is_digit(text[at + 1]) || (at > 0 && is_word(text[at - 1]))) continue;
    found |= register_bit(std::atoi(std::string(text.substr(at + 1, 2)).c_str()));
  }
  return found;
}

[[noreturn]] void not_understood(std::string_view text) {
  fmt::print(stderr, "grapnel link: not understood in LLVM's assembly: {}\n", text);
  std::abort();
}

Line assignment(std::string_view text) {
  Line line{std::string(text)};
  const Registers to = register_bit(leading_register(text));
  line.writes = to;
  const std::size_t equals = text.find("= ");
  if (equals == std::string_view::npos) not_understood(text);
  const std::string_view value = text.substr(equals + 2);
  line.reads = named(value);
  if (text[equals - 1] != ' ') {
    line.kind = LineKind::Compute;
    line.reads |= to;
  } else if (value.starts_with("*(")) {
    line.kind = LineKind::Load;
  } else if (value.ends_with(" ll")) {
    line.kind = is_digit(value[0]) || value[0] == '-' ? LineKind::Wide : LineKind::Address;
    line.reads = 0;
  } else if (leading_register(value) >= 0) {
    line.kind = LineKind::Move;
  } else if (is_digit(value[0]) || (value[0] == '-' && is_digit(value[1]))) {
    line.kind = LineKind::Constant;
  } else {
    line.kind = LineKind::Compute;  // r1 = -r1, r1 = be64 r1
  }
  return line;
}

Line instruction(std::string_view text) {
  Line line{std::string(text)};
  if (text == "exit") {
    line.kind = LineKind::Exit;
    line.reads = register_bit(0);
  } else if (text.starts_with("goto ")) {
    line.kind = LineKind::Jump;
  } else if (text.starts_with("if ")) {
    line.kind = LineKind::Branch;
    line.reads = named(text.substr(0, text.find(" goto ")));
  } else if (text.starts_with("call")) {
    line.kind = LineKind::Call;
    line.reads = kArguments | (text.starts_with("callx") ? named(text) : Registers{0});
    line.writes = kArguments | register_bit(0);
  } else if (text.starts_with("*(")) {
    line.kind = LineKind::Store;
    line.reads = named(text);
  } else if (leading_register(text) >= 0) {
    return assignment(text);
  } else {
    not_understood(text);
  }
  return line;
}

std::string_view target(std::string_view text) { return text.substr(text.find("goto ") + 5); }

}  // namespace

int leading_register(std::string_view text) {
  if (text.size() < 2 || text[0] != 'r' || !is_digit(text[1])) return -1;
  const int number = std::atoi(std::string(text.substr(1, 2)).c_str());
  const std::size_t end = number == 10 ? 3 : 2;
  return text.size() == end || !is_word(text[end]) ? number : -1;
}

Line read_line(std::string_view text) {
  if (text.starts_with('\t')) text.remove_prefix(1);
  if (text.empty() || text[0] == '.' || text[0] == '#') return {};
  return instruction(text);
}

Assembly read_assembly(std::string_view text) {
  Assembly out;
  std::string name;
  bool inside = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with("\t.type\t") && line.ends_with(",@function")) {
      name = line.substr(7, line.size() - 7 - 10);
    } else if (!name.empty() && line.starts_with(name) && line.substr(name.size()) == ":") {
      out.functions.push_back({name, out.lines.size() + 1, 0});
      inside = true;
    } else if (inside && line.starts_with(".Lfunc_end")) {
      out.functions.back().end = out.lines.size();
      inside = false;
      name.clear();
    } else if (inside && line.starts_with("LBB")) {
      out.lines.push_back({std::string(line), LineKind::Label});
      continue;
    } else if (inside && line.starts_with('\t')) {
      Line read = read_line(line);
      if (read.is_instruction()) {
        out.lines.push_back(std::move(read));
        continue;
      }
    }
    out.lines.push_back({std::string(line)});
  }
  return out;
}

std::string text_of(const Assembly& assembly) {
  std::string out;
  for (const Line& line : assembly.lines) {
    if (line.is_instruction()) out += '\t';
    out += line.text;
    out += '\n';
  }
  return out;
}

std::vector<Registers> live_behind(const Assembly& assembly, std::size_t begin, std::size_t end) {
  const std::size_t size = end - begin;
  const auto line = [&](std::size_t at) -> const Line& { return assembly.lines[begin + at]; };
  std::map<std::string_view, std::size_t> labels;
  for (std::size_t at = 0; at < size; ++at) {
    const std::string_view text = line(at).text;
    if (line(at).kind == LineKind::Label) labels[text.substr(0, text.find(':'))] = at;
  }
  std::vector<Registers> before(size + 1, 0), behind(size, 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t at = size; at-- > 0;) {
      Registers live = before[at + 1];
      const LineKind kind = line(at).kind;
      if (kind == LineKind::Exit) live = 0;
      if (kind == LineKind::Jump) live = before[labels.at(target(line(at).text))];
      if (kind == LineKind::Branch) live |= before[labels.at(target(line(at).text))];
      behind[at] = live;
      const auto here = static_cast<Registers>((live & ~line(at).writes) | line(at).reads);
      if (here != before[at]) changed = true;
      before[at] = here;
    }
  }
  return behind;
}

}  // namespace grapnel::tool
