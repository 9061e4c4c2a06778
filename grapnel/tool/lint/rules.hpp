// The rules of `grapnel lint`: what no type can forbid, because whether it is wrong depends on what the program means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/syntax_tree.hpp"

namespace grapnel::tool {

struct Finding {
  std::string rule;
  std::string file;
  unsigned line = 0;
  std::string what;  // in this place
};

using Report = std::vector<Finding>;

struct Rule {
  std::string_view id;
  std::string_view why;
  std::string_view instead;
  void (*find)(const ProgramSource& program, Report& report);
};

const std::vector<Rule>& rules();

}  // namespace grapnel::tool
