#include "pipeline/optimise.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "elf/names.hpp"
#include "pipeline/machine.hpp"
#include "pipeline/merge.hpp"
#include "pipeline/process.hpp"
#include "pipeline/share.hpp"
#include "pipeline/small.hpp"

namespace grapnel::tool {
namespace {

namespace fs = std::filesystem;

Outcome<void> run_step(const std::vector<std::string>& arguments) {
  const auto finished = run_process(arguments);
  if (!finished) return failure(finished.error() + ": is LLVM installed? (--llvm-suffix names its version)");
  if (finished->exit_code != 0) return failure(explain_backend(finished->output));
  return {};
}

std::string read_text(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// In sBPF V3 each frame lies right behind its caller's. (In V0 there may be a gap between, by a feature of the cluster.)
constexpr int kFrameBytes = 4096;

// What opt is told about a program with code for bytes: in a list, each function of it, and those that the inliner shall decide
// about. Nothing if it has none.
struct ForBytes {
  std::set<std::string, std::less<>> functions;
  std::vector<std::string> options;
};
Outcome<ForBytes> attributes(const std::string& bitcode, const std::string& list, const std::string& opt) {
  const auto graph = run_process({opt, "-passes=print-callgraph", "-disable-output", bitcode});
  if (!graph) return failure(graph.error());
  if (graph->exit_code != 0) return failure(graph->output);
  const SmallCode small = small_code(graph->output);
  ForBytes out{{small.functions.begin(), small.functions.end()}, {}};
  if (small.functions.empty()) return out;
  std::ofstream attributes(list);
  for (const std::string& function : small.functions) attributes << function << ",minsize\n";
  out.options.push_back("-forceattrs-csv-path=" + list);
  for (const std::string& function : small.shared)
    out.options.push_back(fmt::format("-force-remove-attribute={}:alwaysinline", function));
  return out;
}

// The end of a parenthesised, possibly quoted text that starts at `open`.
std::size_t closing(std::string_view text, std::size_t open) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i;
  }
  return text.size() - 1;
}

struct Explanation {
  std::string_view pattern;
  std::string_view text;
};

constexpr Explanation kExplanations[] = {
    {"too many arg", "a call with more than five register arguments; pass a struct by reference"},
    {"stack arguments", "a call with more than five register arguments; pass a struct by reference"},
    {"pass by value", "a struct above 16 bytes passed by value; pass it by reference"},
    {"aggregate returns", "a struct is returned through a function pointer or extern function; return it by reference"},
    {"signed division", "signed division, which sBPF doesn't have; divide unsigned, or with Checked<i64>"},
    {"stack limit", "a stack frame above 4 KiB; move large values out of locals"},
    {"dynamic stack alloc", "a local array whose size isn't constant"},
    {"__multi3", "128-bit arithmetic, which sBPF doesn't have (a checked u64 product is one): see Checked and mul_div"},
    {"df3'", "floating point, which sBPF doesn't have"},
    {"built-in function",
     "a library function that sBPF doesn't have (memcpy of a size that isn't constant: sol_memcpy_)"},
    {"atomic", "an atomic operation; -fno-threadsafe-statics avoids those of static locals"},
};

// The text with what `rewrite(line, out)` appends for each of its lines.
template <class Rewrite>
std::string rewritten_lines(std::string_view ir, const Rewrite& rewrite) {
  std::string out;
  out.reserve(ir.size() + ir.size() / 16);
  while (!ir.empty()) {
    const std::string_view line = ir.substr(0, ir.find('\n'));
    rewrite(line, out);
    if (line.size() == ir.size()) break;
    out.push_back('\n');
    ir.remove_prefix(line.size() + 1);
  }
  return out;
}

}  // namespace

std::string without_sret(std::string_view ir) {
  constexpr std::string_view kAttribute = "sret(";
  std::string out;
  out.reserve(ir.size());
  std::size_t from = 0;
  for (;;) {
    const std::size_t at = ir.find(kAttribute, from);
    if (at == std::string_view::npos) return out.append(ir.substr(from));
    const bool attribute = at > 0 && (ir[at - 1] == ' ' || ir[at - 1] == '(');
    const std::size_t end = attribute ? closing(ir, at + kAttribute.size() - 1) + 1 : at + kAttribute.size();
    out.append(ir.substr(from, at - from));
    if (!attribute) out.append(kAttribute);
    from = attribute && end < ir.size() && ir[end] == ' ' ? end + 1 : end;
  }
}

std::string without_template_values(std::string_view ir) {
  constexpr std::string_view kParameter = " = !DITemplateValueParameter(";
  return rewritten_lines(ir, [&](std::string_view line, std::string& out) {
    const std::size_t at = line.starts_with('!') ? line.find(kParameter) : std::string_view::npos;
    if (at == std::string_view::npos) {
      out.append(line);
    } else {
      out.append(line.substr(0, at)).append(" = !DITemplateTypeParameter(type: null)");
    }
  });
}

std::string without_minsize(std::string_view ir) {
  constexpr std::string_view kAttribute = " minsize ";
  std::string out(ir);
  for (std::size_t at = out.find("\nattributes #"); at != std::string::npos; at = out.find("\nattributes #", at + 1)) {
    const std::size_t end = out.find('\n', at + 1);
    const std::size_t found = out.find(kAttribute, at);
    if (found < end) out.replace(found, kAttribute.size(), " optsize ");
  }
  return out;
}

std::string without_exact_division(std::string_view ir) {
  static const std::regex kLine(R"(^  (%[\w.]+) = sdiv exact i64 (%[\w.]+), (\d+)(.*)$)");
  return rewritten_lines(ir, [&](std::string_view line, std::string& out) {
    std::match_results<std::string_view::const_iterator> match;
    if (line.find(" = sdiv exact i64 ") != std::string_view::npos &&
        std::regex_match(line.begin(), line.end(), match, kLine)) {
      const std::uint64_t divisor = std::stoull(match[3]);
      const int zeros = std::countr_zero(divisor);
      const std::uint64_t odd = divisor >> zeros;
      std::uint64_t inverse = odd;  // Newton: each step doubles the bits that are right, three at first
      for (int step = 0; step < 5; ++step) inverse *= 2 - odd * inverse;
      const std::string shifted = "%shifted." + match[1].str().substr(1);
      out += fmt::format("  {} = ashr exact i64 {}, {}{}\n", shifted, match[2].str(), zeros, match[4].str());
      out += fmt::format("  {} = mul i64 {}, {}{}", match[1].str(), shifted, static_cast<std::int64_t>(inverse),
                         match[4].str());
    } else {
      out.append(line);
    }
  });
}

namespace {

constexpr std::string_view kMoveName = "sol_memmove_";
constexpr std::string_view kCopyKeyName = "grapnel_copy_key";
constexpr std::string_view kCopyKey = R"(
define internal void @grapnel_copy_key(ptr %to, ptr %from) noinline nounwind {
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %to, ptr align 8 %from, i64 32, i1 false)
  ret void
}
)";

// `  store i64 %1, ptr %2, align 1, !dbg !3` with the alignment that the type would have.
std::string aligned_access(std::string_view line) {
  static const std::regex kAccess(
      R"(^(  (?:%[\w.]+ = load|store)(?: volatile)? (?:i16|i32|i64|ptr),? .*, align )(\d+)(.*)$)");
  std::match_results<std::string_view::const_iterator> match;
  if (!std::regex_match(line.begin(), line.end(), match, kAccess)) return std::string(line);
  return match[1].str() + "8" + match[3].str();
}

// A call of memcpy, memmove or memset with its pointers aligned to a word.
std::string aligned_copy(std::string_view line) {
  const std::size_t open = line.find('(', line.find("@llvm.mem"));
  std::string out(line.substr(0, open + 1));
  int depth = 0;
  for (std::size_t at = open + 1; at < line.size();) {
    const std::string_view rest = line.substr(at);
    const bool first = out.ends_with('(') || out.ends_with(", ");
    if (depth == 0 && first && rest.starts_with("ptr ")) {
      out += "ptr align 8 ";
      at += 4;
      continue;
    }
    if (depth == 0 && rest.starts_with("align ") && !out.ends_with("ptr ")) {
      at += rest.find(' ', 6) + 1;
      continue;
    }
    if (rest[0] == '(') ++depth;
    if (rest[0] == ')' && depth-- == 0) return out.append(rest);
    out.push_back(rest[0]);
    ++at;
  }
  return out;
}

// The functions whose attributes are named by a group that says `optsize`.
std::set<std::string> small_groups(std::string_view ir) {
  std::set<std::string> groups;
  for (std::size_t at = ir.find("\nattributes #"); at != std::string_view::npos;
       at = ir.find("\nattributes #", at + 1)) {
    const std::string_view line = ir.substr(at + 1, ir.find('\n', at + 1) - at - 1);
    if (line.find(" optsize ") != std::string_view::npos) groups.emplace(line.substr(11, line.find(' ', 11) - 11));
  }
  return groups;
}

// Whether a line that begins a function names one of those groups.
bool has_group(std::string_view line, const std::set<std::string>& groups) {
  static const std::regex kGroup(R"( (#\d+) )");
  std::match_results<std::string_view::const_iterator> match;
  return std::regex_search(line.begin(), line.end(), match, kGroup) && groups.contains(match[1].str());
}

// LLVM copies by two instructions a word. From here on the syscall is not dearer, and four instructions with its arguments. It
// is memmove's, as LLVM's memcpy may copy a thing onto itself.
constexpr int kCalledCopyBytes = 64;

// One line for every copy of a key: a call of kCopyKey. Larger ones call the runtime, smaller ones are left as they are.
std::string called_copy(std::string_view line) {
  static const std::regex kCopy(
      R"(^  (?:tail )?call void @llvm\.memcpy\.p0\.p0\.i64\((.*), i64 (\d{1,4}), i1 false\)(?: #\d+)?(.*)$)");
  std::match_results<std::string_view::const_iterator> match;
  if (!std::regex_match(line.begin(), line.end(), match, kCopy)) return std::string(line);
  const int size = std::stoi(match[2]);
  if (size == 32) return fmt::format("  call void @{}({}){}", kCopyKeyName, match[1].str(), match[3].str());
  if (size < kCalledCopyBytes) return std::string(line);
  return fmt::format("  call void @{}({}, i64 {}){}", kMoveName, match[1].str(), size, match[3].str());
}

}  // namespace

std::string with_called_copies(std::string_view ir) {
  const auto groups = small_groups(ir);
  const std::string copies_key = fmt::format("@{}(", kCopyKeyName);
  const std::string moves = fmt::format("@{}(", kMoveName);
  bool small = false, any_key = false, any_move = false, declared = false;
  std::string out = rewritten_lines(ir, [&](std::string_view line, std::string& to) {
    if (line.starts_with("define ")) small = has_group(line, groups);
    if (line.starts_with("declare ")) declared |= line.find(moves) != std::string_view::npos;
    if (small && line.find("@llvm.memcpy") != std::string_view::npos) {
      const std::string call = called_copy(line);
      any_key |= call.find(copies_key) != std::string::npos;
      any_move |= call.find(moves) != std::string::npos;
      to += call;
    } else {
      to.append(line);
    }
  });
  if (any_key) out += kCopyKey;
  if (any_move && !declared) out += fmt::format("\ndeclare void @{}(ptr, ptr, i64)\n", kMoveName);
  return out;
}

std::string with_any_alignment(std::string_view ir) {
  return rewritten_lines(ir, [&](std::string_view line, std::string& out) {
    const bool code = line.starts_with("  ");
    if (code && line.find(" call void @llvm.mem") != std::string_view::npos) {
      out += aligned_copy(line);
    } else if (code && line.find(", align ") != std::string_view::npos &&
               line.find("alloca") == std::string_view::npos) {
      out += aligned_access(line);
    } else {
      out.append(line);
    }
  });
}

std::string with_extended_words(std::string_view ir) {
  static const std::regex kResult(R"( (i1|i8|i16|i32) @)");
  static const std::regex kParameter(
      R"((range\([^)]*\))|([(,] ?(?:i1|i8|i16|i32) )(?!(?:noundef )?(?:zeroext|signext)))");
  return rewritten_lines(ir, [&](std::string_view line, std::string& out) {
    if (line.find(" fastcc ") == std::string_view::npos) {
      out.append(line);
      return;
    }
    std::string rest = std::regex_replace(std::string(line), kResult, " zeroext $1 @");
    for (std::smatch match; std::regex_search(rest, match, kParameter); rest = match.suffix()) {
      out += match.prefix().str() + match.str();
      if (match[2].matched) out += "zeroext ";
    }
    out += rest;
  });
}

std::string explain_backend(std::string_view output) {
  // "error: file.cpp:3:5: in function _Zname i64 (ptr): too many args to 0x…: …"; without -g the place is <unknown>:0:0.
  static const std::regex kLine(R"(^(?:error: )?([^\s:]+):(\d+):\d+:.*?in function (\S+).*?\)?: (.*)$)");
  std::istringstream in{std::string(output)};
  std::string out;
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    std::string text = line;
    if (std::regex_search(line, match, kLine)) {
      std::string what = match[4];
      for (const Explanation& explanation : kExplanations) {
        if (line.find(explanation.pattern) != std::string::npos) {
          what = explanation.text;
          break;
        }
      }
      const std::string place =
          match[1] == "<unknown>"
              ? ""
              : fmt::format(" ({}:{})", fs::path(match[1].str()).filename().string(), match[2].str());
      text = fmt::format("in {}{}: {}", demangle(match[3]), place, what);
    }
    if (!text.empty()) out += (out.empty() ? "" : "\n") + text;
  }
  return out;
}

Outcome<void> optimise(const std::vector<std::filesystem::path>& bitcode, const std::filesystem::path& object,
                       std::string_view llvm_suffix, Arch arch) {
  const auto beside = [&](std::string_view extension) {
    return fs::path(object).replace_extension(extension).string();
  };
  const auto tool = [&](std::string_view name) { return std::string(name) + std::string(llvm_suffix); };
  std::vector<std::string> link = {tool("llvm-link"), "-o", beside(".bc")};
  for (const auto& path : bitcode) link.push_back(path.string());
  if (auto r = run_step(link); !r) return r;
  const auto small = attributes(beside(".bc"), beside(".csv"), tool("opt"));
  if (!small) return failure(small.error());
  // Names of values and blocks grow with the module's type and would be too long for LLVM's own parser.
  std::vector<std::string> opt = {tool("opt"),
                                  "-passes=internalize,default<O2>,mergefunc",
                                  "-internalize-public-api-list=entrypoint",
                                  "-discard-value-names",
                                  beside(".bc"),
                                  "-S",
                                  "-o",
                                  beside(".ll")};
  opt.insert(opt.end(), small->options.begin(), small->options.end());
  if (auto r = run_step(opt); !r) return r;

  std::string fit = with_extended_words(
      with_any_alignment(without_exact_division(without_template_values(without_sret(read_text(beside(".ll")))))));
  if (!small->functions.empty()) fit = with_called_copies(without_minsize(fit));
  std::ofstream(beside(".ll")) << fit;

  // mcpu v2: with v3 LLVM relies on zero extension of 32-bit results, but sBPF extends the sign.
  if (auto r = run_step({tool("llc"), "-march=bpf", "-mcpu=v2", "-O2", "-bpf-stack-size=4096", "-function-sections",
                         "-data-sections", "-filetype=asm", "-asm-verbose=false", beside(".ll"), "-o", beside(".s")});
      !r)
    return r;
  Assembly assembly = read_assembly(read_text(beside(".s")));
  store_constants(assembly);
  if (arch == Arch::V3) merge_tails(assembly, small->functions);
  share_sequences(assembly, small->functions, arch == Arch::V3 ? kFrameBytes : 0);
  if (arch == Arch::V3) shorten_addresses(assembly);
  std::ofstream(beside(".s")) << text_of(assembly);
  return run_step(
      {tool("llvm-mc"), "-triple=bpf", "-mcpu=v2", "-filetype=obj", "-no-warn", beside(".s"), "-o", object.string()});
}

}  // namespace grapnel::tool
