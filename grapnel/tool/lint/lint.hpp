// `grapnel lint` as a whole: which sources a program has, which findings its author has answered, and the report.
//
//   // grapnel-lint: allow(unchecked-account) the runtime compares it with the stored key
//
// on the line of the finding, or in the comment right above it, answers a rule there. Without a reason it is a finding
// itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lint/rules.hpp"

namespace grapnel::tool {

// A folder with interface/ and src/ as `grapnel new` makes it, or one source file.
Outcome<LintTarget> find_sources(const std::filesystem::path& program);

struct LintOptions {
  std::vector<std::filesystem::path> include_dirs;  // the framework's, and more
  std::string clang = "clang++-19";
};

// By file and line.
Outcome<Report> lint(const std::filesystem::path& program, const LintOptions& options);

std::string report_as_text(const Report& report);
std::string report_as_json(const Report& report);

}  // namespace grapnel::tool
