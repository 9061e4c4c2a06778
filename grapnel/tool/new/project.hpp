// A new program's folder, made of the templates in <root>/template: NAME in their file names and @NAME@, @MODULE@, @TEST@
// and @PROGRAM_ID@ in their text are filled in, and the program gets a key of its own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "result.hpp"

namespace grapnel::tool {

// A program's name is its namespace, its target and its file: lower case, digits and single underscores, a letter first,
// 32 characters at most, no word of C++.
Outcome<void> check_name(std::string_view name);

struct NewProject {
  std::filesystem::path folder;
  std::string program_id;
};

// Makes `parent`/`name`, which must not exist. What was begun is removed when it fails.
Outcome<NewProject> make_project(const std::filesystem::path& root, const std::filesystem::path& parent,
                                 const std::string& name);

}  // namespace grapnel::tool
