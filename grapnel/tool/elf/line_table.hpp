// Source lines of an object's code, from DWARF 5's .debug_line, for error messages. What can't be read is left out: a
// message without a line is better than none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "elf/object.hpp"

namespace grapnel::tool {

struct SourceLine {
  std::string file;  // its name without folders
  std::uint64_t line = 0;
};

class LineTable {
 public:
  explicit LineTable(const Object& object);

  // The line of the instruction at that offset, or of the last before it in the same sequence.
  std::optional<SourceLine> find(std::size_t section, std::uint64_t offset) const;

 private:
  struct Row {
    std::size_t section;
    std::uint64_t offset;
    std::size_t file;  // in files_
    std::uint64_t line;
  };

  friend class LineReader;

  std::vector<std::string> files_;
  std::vector<Row> rows_;  // by section and offset
};

}  // namespace grapnel::tool
