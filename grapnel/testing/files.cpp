#include <grapnel/testing/backend.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace grapnel::testing {

std::vector<u8> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string program_file(Text name) {
  const char* folder = std::getenv("GRAPNEL_PROGRAMS");
  return std::string(folder != nullptr ? folder : GRAPNEL_PROGRAMS_FOLDER) + "/" + std::string(name.data, name.size) +
         ".so";
}

}  // namespace grapnel::testing
