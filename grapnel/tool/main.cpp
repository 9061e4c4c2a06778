// `grapnel`: builds Solana programs and tells about them. Exit codes: 0, 1 (failed), 2 (usage).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "client/client.hpp"
#include "link/link.hpp"
#include "pipeline/optimise.hpp"
#include "pipeline/process.hpp"
#include "size/size.hpp"

namespace {

using namespace grapnel::tool;
namespace fs = std::filesystem;

Outcome<Bytes> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(fmt::format("{}: can't be read", path.string()));
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Outcome<void> write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) return failure(fmt::format("{}: can't be written", path.string()));
  return {};
}

bool is_bitcode(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  char magic[2]{};
  in.read(magic, sizeof magic);
  return magic[0] == 'B' && magic[1] == 'C';
}

struct LinkOptions {
  std::vector<fs::path> inputs;
  fs::path output;
  std::string arch = "v3";
  std::string llvm_suffix = "-19";
  fs::path work;
};

// A new folder, gone with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "grapnel-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }  // empty if none could be made

 private:
  fs::path path_;
};

Outcome<void> run_link(const LinkOptions& options) {
  const TemporaryFolder temporary;
  const fs::path work = options.work.empty() ? temporary.path() : options.work;
  std::vector<fs::path> bitcode, paths;
  for (const fs::path& input : options.inputs) (is_bitcode(input) ? bitcode : paths).push_back(input);
  if (!bitcode.empty()) {
    const fs::path object = work / options.output.stem().concat(".o");
    if (auto r = optimise(bitcode, object, options.llvm_suffix); !r) return r;
    paths.push_back(object);
  }
  std::vector<Object> objects;
  for (const fs::path& path : paths) {
    auto bytes = read_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    auto object = read_object(path.string(), std::move(*bytes));
    if (!object) return std::unexpected(object.error());
    objects.push_back(std::move(*object));
  }
  const auto program = link(objects, options.arch == "v0" ? Arch::V0 : Arch::V3);
  if (!program) return std::unexpected(program.error());
  if (auto r = write_file(options.output.string() + ".map", make_map(*program)); !r) return r;
  return write_file(options.output, {reinterpret_cast<const char*>(program->elf.data()), program->elf.size()});
}

Outcome<void> run_idl(const fs::path& printer, const fs::path& output) {
  const auto finished = run_process({printer.string()});
  if (!finished) return std::unexpected(finished.error());
  if (finished->exit_code != 0) return failure(fmt::format("{} failed:\n{}", printer.string(), finished->output));
  if (output.empty()) {
    fmt::print("{}", finished->output);
    return {};
  }
  return write_file(output, finished->output);
}

Outcome<void> run_size(const fs::path& program) {
  const auto elf = read_file(program);
  if (!elf) return std::unexpected(elf.error());
  std::ifstream in(program.string() + ".map");
  const auto text = describe_size(*elf, std::string(std::istreambuf_iterator<char>(in), {}));
  if (!text) return std::unexpected(fmt::format("{}: {}", program.string(), text.error()));
  fmt::print("{}", *text);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Builds Solana programs written in C++ with grapnel."};
  app.require_subcommand(1);

  LinkOptions link_options;
  auto* link_command = app.add_subcommand("link", "Make a program (.so) of clang's BPF objects or LLVM bitcode");
  link_command->add_option("inputs", link_options.inputs, "objects (.o) and bitcode (.bc), in any order")
      ->required()
      ->check(CLI::ExistingFile);
  link_command->add_option("-o,--output", link_options.output, "the program; a .map for `grapnel size` goes beside it")
      ->required();
  link_command->add_option("--arch", link_options.arch, "sBPF version")
      ->check(CLI::IsMember({"v3", "v0"}))
      ->capture_default_str();
  link_command->add_option("--llvm-suffix", link_options.llvm_suffix, "what follows the names of LLVM's tools")
      ->capture_default_str();
  link_command
      ->add_option("--work", link_options.work,
                   "folder for what lies between bitcode and program (default: a temporary one)")
      ->check(CLI::ExistingDirectory);

  fs::path printer, idl_output;
  auto* idl_command = app.add_subcommand("idl", "Print a program's Anchor IDL");
  idl_command
      ->add_option("printer", printer, "the program's IDL printer, which grapnel_program() builds as NAME_idl_printer")
      ->required()
      ->check(CLI::ExistingFile);
  idl_command->add_option("-o,--output", idl_output, "a file instead of standard output");

  fs::path program;
  auto* size_command = app.add_subcommand("size", "Show a program's bytes by symbol, and its rent");
  size_command->add_option("program", program, "the .so")->required()->check(CLI::ExistingFile);

  client::Options client_options;
  const CLI::App* client_command = client::add_command(app, client_options);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  const Outcome<void> done = link_command->parsed()     ? run_link(link_options)
                             : idl_command->parsed()    ? run_idl(printer, idl_output)
                             : client_command->parsed() ? client::run_client(client_options)
                                                        : run_size(program);
  if (done) return 0;
  fmt::print(stderr, "grapnel: {}\n", done.error());
  return 1;
}
