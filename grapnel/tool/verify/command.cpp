#include "verify/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "files.hpp"
#include "pipeline/process.hpp"
#include "root/root.hpp"
#include "verb.hpp"
#include "verify/verify.hpp"

namespace grapnel::tool {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path program;
  std::string against;
  std::string url;
  bool json = false;
};

// The hash of a file, of a program on chain, or the hash itself.
Outcome<std::string> hash_of(const Options& options) {
  if (is_hash(options.against)) return options.against;
  std::error_code ignored;
  if (fs::exists(options.against, ignored)) {
    const auto other = read_file(options.against);
    if (!other) return std::unexpected(other.error());
    return executable_hash(*other);
  }
  std::vector<std::string> arguments = {(executable().parent_path() / "grapnel-deploy").string(), "--hash-of",
                                        options.against};
  if (!options.url.empty()) arguments.insert(arguments.end(), {"-u", options.url});
  const auto finished = run_process(arguments);
  if (!finished) return failure(finished.error() + "; it belongs beside `grapnel`, build the target grapnel-deploy");
  std::string text = finished->output;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (finished->exit_code != 0) return std::unexpected(text);
  return text;
}

Outcome<void> run(const Options& options) {
  const bool source = fs::is_directory(options.program);
  const auto root = source ? find_root() : Outcome<fs::path>();
  if (!root) return std::unexpected(root.error());
  const auto program = source ? build_twice(options.program, *root) : read_file(options.program);
  if (!program) return std::unexpected(program.error());
  const std::string hash = executable_hash(*program);
  const auto other = options.against.empty() ? Outcome<std::string>(hash) : hash_of(options);
  if (!other) return std::unexpected(other.error());
  if (options.json) {
    nlohmann::ordered_json out = {{"sha256", hash}, {"bytes", program->size()}, {"reproduced", source}};
    if (!options.against.empty()) out.update({{"against", *other}, {"same", *other == hash}});
    fmt::print("{}\n", out.dump(2));
  } else {
    fmt::print("{}  {} ({} bytes{})\n", hash, options.program.string(), program->size(),
               source ? ", the same from two folders" : "");
  }
  if (*other == hash) return {};
  return failure(fmt::format("{} is {}: not this program", options.against, *other));
}

}  // namespace

void register_verify(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  auto* verb = app.add_subcommand("verify", "Print a program's hash, and compare it with a file or a program on chain");
  verb->add_option("program", options->program, "a .so; or a program's folder, which is built twice, in two folders")
      ->required()
      ->check(CLI::ExistingPath);
  verb->add_option("--against", options->against, "a hash, a file, or a program's address");
  verb->add_option("-u,--url", options->url, "the cluster of that address (default: localhost)");
  add_output_option(*verb, options->json);
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
