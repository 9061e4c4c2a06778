#include "client/client.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iterator>

#include "client/json.hpp"
#include "client/print.hpp"
#include "client/read.hpp"

namespace grapnel::tool::client {
namespace {

Outcome<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(fmt::format("{}: can't be read", path.string()));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Outcome<void> compare(const std::filesystem::path& path, const std::string& wanted) {
  const auto there = read_text(path);
  if (!there) return std::unexpected(there.error());
  if (*there == wanted) return {};
  const auto [left, right] = std::ranges::mismatch(*there, wanted);
  const auto line = 1 + std::count(there->begin(), left, '\n');
  return failure(
      fmt::format("{}:{}: differs from what the IDL gives; run `grapnel client` without --check", path.string(), line));
}

}  // namespace

Outcome<std::string> make_client(std::string_view idl, std::string_view space) {
  const auto read = read_idl(idl);
  if (!read) return std::unexpected(read.error());
  try {
    return print_client(*read, space);
  } catch (const Complaint& complaint) {
    return failure(complaint.text);
  }
}

Outcome<void> run_client(const Options& options) {
  const auto text = read_text(options.idl);
  if (!text) return std::unexpected(text.error());
  const auto header = make_client(*text, options.space);
  if (!header) return failure(fmt::format("{}: {}", options.idl.string(), header.error()));
  if (options.check) return compare(options.output, *header);
  std::ofstream out(options.output, std::ios::binary);
  out << *header;
  out.flush();
  if (!out) return failure(fmt::format("{}: can't be written", options.output.string()));
  return {};
}

CLI::App* add_command(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("client", "Write the C++ header of any Anchor program, from its IDL");
  command->add_option("idl", options.idl, "the IDL, spec 0.1.0 (Anchor 0.30 and later)")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("-o,--output", options.output, "the header")->required();
  command->add_option("--namespace", options.space, "the header's namespace (default: the program's name)");
  command->add_flag("--check", options.check, "write nothing; fail if the header is not what the IDL gives");
  command->footer(
      "The header has a part for programs (accounts for Account<T>, typed calls) and one for hosts (instructions with\n"
      "their accounts filled in, accounts and events decoded). It includes <grapnel/foreign.hpp>.");
  return command;
}

}  // namespace grapnel::tool::client
