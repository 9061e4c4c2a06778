#include "lint/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <tuple>

namespace grapnel::tool {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kReasonMissing = "allow-without-reason";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// What follows "grapnel-lint: allow(rule)" in that line; nullopt if it is not there.
std::optional<std::string_view> reason_in(std::string_view line, std::string_view rule) {
  const std::string allowed = fmt::format("grapnel-lint: allow({})", rule);
  const std::size_t at = line.find(allowed);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view reason = line.substr(at + allowed.size());
  while (!reason.empty() && (reason.front() == ' ' || reason.front() == ':')) reason.remove_prefix(1);
  return reason;
}

bool is_comment(std::string_view line) {
  const std::size_t at = line.find_first_not_of(' ');
  return at != std::string_view::npos && line.substr(at).starts_with("//");
}

std::optional<std::string_view> reason_for(const Finding& finding, const std::vector<std::string_view>& lines) {
  if (finding.line == 0 || finding.line > lines.size()) return std::nullopt;
  if (auto reason = reason_in(lines[finding.line - 1], finding.rule)) return reason;
  for (std::size_t i = finding.line - 1; i > 0 && is_comment(lines[i - 1]); --i) {
    if (auto reason = reason_in(lines[i - 1], finding.rule)) return reason;
  }
  return std::nullopt;
}

Report unanswered(Report found, const ProgramSource& program) {
  Report out;
  for (Finding& finding : found) {
    const auto text = program.texts.find(finding.file);
    const auto reason = text == program.texts.end() ? std::nullopt : reason_for(finding, lines_of(text->second));
    if (reason && !reason->empty()) continue;
    if (reason) finding = {std::string(kReasonMissing), finding.file, finding.line, finding.rule + " is allowed here"};
    out.push_back(std::move(finding));
  }
  std::ranges::sort(out, {}, [](const Finding& f) { return std::tie(f.file, f.line, f.rule, f.what); });
  const auto same = [](const Finding& a, const Finding& b) {
    return std::tie(a.file, a.line, a.rule, a.what) == std::tie(b.file, b.line, b.rule, b.what);
  };
  const auto rest = std::ranges::unique(out, same);
  out.erase(rest.begin(), rest.end());
  return out;
}

struct Advice {
  std::string_view why, instead;
};
Advice advice(std::string_view id) {
  for (const Rule& rule : rules()) {
    if (rule.id == id) return {rule.why, rule.instead};
  }
  return {"who reads it later can't tell whether it is still true", "write the reason behind the closing bracket"};
}

}  // namespace

Outcome<LintTarget> find_sources(const fs::path& program) {
  std::error_code error;
  LintTarget target;
  if (fs::is_regular_file(program, error)) {
    target.sources = {program};
    target.include_dirs = {program.parent_path().empty() ? fs::path(".") : program.parent_path()};
    return target;
  }
  for (const auto& entry : fs::recursive_directory_iterator(program / "src", error)) {
    if (entry.is_regular_file() && entry.path().extension() == ".cpp") target.sources.push_back(entry.path());
  }
  if (target.sources.empty()) {
    return failure(
        fmt::format("{}: no src/*.cpp there; name a program's folder or its source files", program.string()));
  }
  std::ranges::sort(target.sources);
  target.include_dirs = {program / "interface", program / "src"};
  return target;
}

Outcome<Report> lint(const fs::path& program, const LintOptions& options) {
  auto target = find_sources(program);
  if (!target) return std::unexpected(target.error());
  target->include_dirs.insert(target->include_dirs.end(), options.include_dirs.begin(), options.include_dirs.end());
  const auto source = read_source(*target, options.clang);
  if (!source) return std::unexpected(source.error());
  Report found;
  for (const Rule& rule : rules()) rule.find(*source, found);
  return unanswered(std::move(found), *source);
}

std::string report_as_text(const Report& report) {
  std::string out;
  for (const Finding& finding : report) {
    const Advice said = advice(finding.rule);
    out += fmt::format("{}:{}: {}: {}\n    {}\n    instead: {}\n", finding.file, finding.line, finding.rule,
                       finding.what, said.why, said.instead);
  }
  return out;
}

std::string report_as_json(const Report& report) {
  nlohmann::ordered_json out = {{"findings", nlohmann::ordered_json::array()}};
  for (const Finding& finding : report) {
    const Advice said = advice(finding.rule);
    out["findings"].push_back({{"file", finding.file},
                               {"line", finding.line},
                               {"rule", finding.rule},
                               {"what", finding.what},
                               {"why", said.why},
                               {"instead", said.instead}});
  }
  return out.dump(2) + "\n";
}

}  // namespace grapnel::tool
