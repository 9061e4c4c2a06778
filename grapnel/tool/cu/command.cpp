#include "cu/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cu/profile.hpp"
#include "cu/report.hpp"
#include "files.hpp"
#include "size/size.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

namespace fs = std::filesystem;

struct CuOptions {
  fs::path program, trace, object, svg, folded;
  std::vector<fs::path> callees;
  std::string llvm_suffix = "-19";
};

// With lines, if the object is at hand: the one given, or those that the map names.
Outcome<TracedProgram> open_traced(const fs::path& path, const fs::path& object, const Trace& trace,
                                   const std::string& llvm_suffix) {
  auto file = read_file(path);
  if (!file) return std::unexpected(file.error());
  const std::string map = read_text(path.string() + ".map").value_or("");
  auto program = TracedProgram::open(path.stem().string(), std::move(*file), map);
  if (!program) return failure(fmt::format("{}: {}", path.string(), program.error()));
  std::vector<fs::path> objects;
  if (!object.empty()) {
    objects.push_back(object);
  } else {
    for (const std::string& kept : objects_of_map(map)) {
      if (fs::exists(path.parent_path() / kept)) objects.push_back(path.parent_path() / kept);
    }
  }
  const auto positions = positions_of(trace, *program);
  for (const fs::path& from : objects) {
    const TemporaryFolder work;
    auto bytes = read_file(from);
    if (!bytes) return std::unexpected(bytes.error());
    const auto read = read_object(from.string(), std::move(*bytes));
    if (!read) return std::unexpected(read.error());
    if (auto r = program->add_lines(*read, positions, work.path().string(), llvm_suffix); !r) return failure(r.error());
  }
  return program;
}

Outcome<void> run(const CuOptions& options) {
  const auto text = read_file(options.trace);
  if (!text) return std::unexpected(text.error());
  const auto trace = read_trace({reinterpret_cast<const char*>(text->data()), text->size()});
  if (!trace) return failure(fmt::format("{}: {}", options.trace.string(), trace.error()));
  std::vector<TracedProgram> programs;
  auto program = open_traced(options.program, options.object, *trace, options.llvm_suffix);
  if (!program) return std::unexpected(program.error());
  if (positions_of(*trace, *program).empty())
    return failure(fmt::format("{}: this program, byte for byte, does not run in the trace", options.program.string()));
  programs.push_back(std::move(*program));
  for (const fs::path& path : options.callees) {
    auto callee = open_traced(path, {}, *trace, options.llvm_suffix);
    if (!callee) return std::unexpected(callee.error());
    programs.push_back(std::move(*callee));
  }
  const Profile profile = make_profile(*trace, programs);
  fmt::print("{}", make_tables(profile));
  if (!options.folded.empty()) {
    if (auto r = write_file(options.folded, make_folded(profile)); !r) return r;
  }
  if (options.svg.empty()) return {};
  return write_file(options.svg, make_flame_graph(profile, fmt::format("{}: {} compute units",
                                                                       options.trace.stem().string(), profile.units)));
}

}  // namespace

void register_cu(CLI::App& app) {
  const auto options = std::make_shared<CuOptions>();
  auto* verb = app.add_subcommand("cu", "Show where a traced transaction's compute units went");
  verb->add_option("program", options->program, "the .so, with its .map beside it")
      ->required()
      ->check(CLI::ExistingFile);
  verb->add_option("trace", options->trace,
                   "a trace: tests on the real runtime write one a transaction into the folder GRAPNEL_TRACE names")
      ->required()
      ->check(CLI::ExistingFile);
  verb->add_option("--with", options->callees, "further programs that run in the trace")->check(CLI::ExistingFile);
  verb->add_option("--object", options->object, "what the program was linked from, if the map doesn't know")
      ->check(CLI::ExistingFile);
  verb->add_option("--svg", options->svg, "write a flame graph, one SVG file");
  verb->add_option("--folded", options->folded, "write folded stacks, for other flame graph tools");
  verb->add_option("--llvm-suffix", options->llvm_suffix, "what follows the names of LLVM's tools")
      ->capture_default_str();
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
