// agent_pages ROOT: writes schema/agent.schema.json and docs/modules.md under ROOT, from the kinds.
#include "agent/schema/generate.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: agent_pages ROOT\n", stderr);
    return 2;
  }
  const std::filesystem::path root = argv[1];
  std::ofstream(root / "schema" / "agent.schema.json") << zestron::agent::make_schema().dump(2) << '\n';
  std::ofstream(root / "docs" / "modules.md") << zestron::agent::make_modules_page();
  return 0;
}
