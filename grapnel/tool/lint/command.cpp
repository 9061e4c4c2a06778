#include "lint/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "lint/lint.hpp"
#include "root/root.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

struct Options {
  std::vector<std::filesystem::path> programs;
  LintOptions lint;
  bool list = false;
  bool json = false;
};

void print_rules() {
  for (const Rule& rule : rules()) fmt::print("{}\n    {}\n    instead: {}\n", rule.id, rule.why, rule.instead);
}

Outcome<void> run(Options options) {
  if (options.list) {
    print_rules();
    return {};
  }
  if (options.programs.empty()) return failure("no program named; give a program's folder or its source files");
  const auto root = find_root();
  if (!root) return std::unexpected(root.error());
  options.lint.include_dirs.push_back(*root / "include");
  Report all;
  for (const auto& program : options.programs) {
    const auto report = lint(program, options.lint);
    if (!report) return std::unexpected(report.error());
    all.insert(all.end(), report->begin(), report->end());
  }
  fmt::print("{}", options.json ? report_as_json(all) : report_as_text(all));
  if (all.empty()) return {};
  return failure(fmt::format("{} finding{}; where one is meant so, say why: // grapnel-lint: allow(RULE) reason",
                             all.size(), all.size() == 1 ? "" : "s"));
}

}  // namespace

void register_lint(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  auto* verb = app.add_subcommand("lint", "Name in programs' source what no type can forbid");
  verb->add_option("programs", options->programs, "folders with src/ and interface/, or source files")
      ->check(CLI::ExistingPath);
  verb->add_option("-I,--include", options->lint.include_dirs, "more folders of headers");
  verb->add_option("--clang", options->lint.clang, "the compiler that reads the source")->capture_default_str();
  verb->add_flag("--rules", options->list, "list the rules and end");
  add_output_option(*verb, options->json);
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
