#include "client/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "client/client.hpp"
#include "files.hpp"
#include "verb.hpp"

namespace grapnel::tool {
namespace {

struct ClientOptions {
  std::filesystem::path idl;
  std::filesystem::path output;
  std::string space;
  bool check = false;  // compare with `output` instead of writing it
};

Outcome<void> compare(const std::filesystem::path& path, const std::string& wanted) {
  const auto there = read_text(path);
  if (!there) return std::unexpected(there.error());
  if (*there == wanted) return {};
  const auto [left, right] = std::ranges::mismatch(*there, wanted);
  const auto line = 1 + std::count(there->begin(), left, '\n');
  return failure(
      fmt::format("{}:{}: differs from what the IDL gives; run `grapnel client` without --check", path.string(), line));
}

Outcome<void> run(const ClientOptions& options) {
  const auto text = read_text(options.idl);
  if (!text) return std::unexpected(text.error());
  const auto header = client::make_client(*text, options.space);
  if (!header) return failure(fmt::format("{}: {}", options.idl.string(), header.error()));
  return options.check ? compare(options.output, *header) : write_file(options.output, *header);
}

}  // namespace

void register_client(CLI::App& app) {
  const auto options = std::make_shared<ClientOptions>();
  auto* verb = app.add_subcommand("client", "Write the C++ header of any Anchor program, from its IDL");
  verb->add_option("idl", options->idl, "the IDL, spec 0.1.0 (Anchor 0.30 and later)")
      ->required()
      ->check(CLI::ExistingFile);
  verb->add_option("-o,--output", options->output, "the header")->required();
  verb->add_option("--namespace", options->space, "the header's namespace (default: the program's name)");
  verb->add_flag("--check", options->check, "write nothing; fail if the header is not what the IDL gives");
  verb->footer(
      "The header has a part for programs (accounts for Account<T>, typed calls) and one for hosts (instructions with\n"
      "their accounts filled in, accounts and events decoded). It includes <grapnel/foreign.hpp>.");
  verb->callback([options] { finish(run(*options)); });
}

}  // namespace grapnel::tool
