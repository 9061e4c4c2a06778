#include "verify/verify.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <regex>
#include <vector>

#include "files.hpp"
#include "pipeline/process.hpp"
#include "root/root.hpp"

namespace grapnel::tool {
namespace fs = std::filesystem;
namespace {

struct Surroundings {
  std::string folder;
  std::vector<std::string> environment;
};

// The two places differ in all that has ever leaked into a program: path, its length, user, language, time zone.
const std::array<Surroundings, 2> kPlaces = {
    Surroundings{"a", {"USER=alice", "HOME=/nonexistent/alice", "LC_ALL=C", "TZ=UTC"}},
    Surroundings{"another/place/of/another/length",
                 {"USER=bob", "HOME=/nonexistent/home/of/bob", "LC_ALL=C.UTF-8", "TZ=Asia/Kathmandu"}}};

Outcome<void> run_step(const Surroundings& place, const std::vector<std::string>& command) {
  std::vector<std::string> arguments = {"env", "CCACHE_DISABLE=1"};
  arguments.insert(arguments.end(), place.environment.begin(), place.environment.end());
  arguments.insert(arguments.end(), command.begin(), command.end());
  const auto finished = run_process(arguments);
  if (!finished) return std::unexpected(finished.error());
  if (finished->exit_code != 0) return failure(fmt::format("{} failed:\n{}", command[0], finished->output));
  return {};
}

Outcome<std::string> program_name(const fs::path& source) {
  const auto text = read_text(source / "CMakeLists.txt");
  if (!text) return std::unexpected(text.error() + "; name a program's folder or a .so");
  static const std::regex kProgram(R"(grapnel_program\(\s*([A-Za-z_]\w*))");
  std::smatch match;
  if (!std::regex_search(*text, match, kProgram)) {
    return failure(fmt::format("{}: no grapnel_program() there", (source / "CMakeLists.txt").string()));
  }
  return match[1].str();
}

// What lies in a program's folder but is no source.
bool is_built(const fs::path& path) { return path.filename() == "build" || path.filename() == ".git"; }

Outcome<void> copy_source(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  for (const auto& entry : fs::directory_iterator(from, error)) {
    if (!is_built(entry.path()))
      fs::copy(entry.path(), to / entry.path().filename(), fs::copy_options::recursive, error);
    if (error) return failure(fmt::format("{}: {}", entry.path().string(), error.message()));
  }
  if (error) return failure(fmt::format("{}: {}", from.string(), error.message()));
  return {};
}

Outcome<Bytes> build_in(const Surroundings& place, const fs::path& folder, const fs::path& source,
                        const std::string& name, const fs::path& root) {
  if (auto r = copy_source(source, folder / "program"); !r) return std::unexpected(r.error());
  // One project around it, so that folders which are part of a larger one can be built alone too.
  if (auto r =
          write_file(folder / "CMakeLists.txt",
                     fmt::format("cmake_minimum_required(VERSION 3.25)\nproject(verify LANGUAGES CXX)\n"
                                 "set(GRAPNEL_TESTS OFF)\nfind_package(grapnel REQUIRED PATHS \"{}\" NO_DEFAULT_PATH)\n"
                                 "add_subdirectory(program)\n",
                                 root.string()));
      !r)
    return std::unexpected(r.error());
  const std::string build = (folder / "build").string();
  if (auto r = run_step(place, {"cmake", "-S", folder.string(), "-B", build, "-G", "Ninja",
                                "-DGRAPNEL_TOOL=" + executable().string(), "-DCMAKE_CXX_COMPILER=clang++-19"});
      !r)
    return std::unexpected(r.error());
  if (auto r = run_step(place, {"ninja", "-C", build, name + "_so"}); !r) return std::unexpected(r.error());
  return read_file(folder / "build" / "programs" / (name + ".so"));
}

}  // namespace

std::string executable_hash(ByteSpan program) {
  std::size_t size = program.size();
  while (size > 0 && program[size - 1] == 0) --size;
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), program.data(), size);
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

bool is_hash(std::string_view text) {
  return text.size() == 2 * crypto_hash_sha256_BYTES &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Outcome<Bytes> build_twice(const fs::path& source, const fs::path& root) {
  const auto name = program_name(source);
  if (!name) return std::unexpected(name.error());
  const TemporaryFolder temporary;
  if (temporary.path().empty()) return failure("no temporary folder can be made; is TMPDIR writable?");
  std::vector<Bytes> built;
  for (const Surroundings& place : kPlaces) {
    const fs::path folder = temporary.path() / place.folder;
    auto program = build_in(place, folder, source, *name, root);
    if (!program) return std::unexpected(program.error());
    built.push_back(std::move(*program));
  }
  if (built[0] == built[1]) return std::move(built[0]);
  const auto at = std::ranges::mismatch(built[0], built[1]).in1 - built[0].begin();
  return failure(
      fmt::format("two builds in two folders differ from byte {} on ({} and {} bytes): the source depends on "
                  "where or when it is built (__FILE__, __TIME__?)",
                  at, built[0].size(), built[1].size()));
}

}  // namespace grapnel::tool
