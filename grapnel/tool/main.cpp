// `grapnel`: builds Solana programs and tells about them. Exit codes: 0, 1 (failed), 2 (usage).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "client/command.hpp"
#include "cu/command.hpp"
#include "deploy/command.hpp"
#include "idl/command.hpp"
#include "link/command.hpp"
#include "lint/command.hpp"
#include "new/command.hpp"
#include "root/command.hpp"
#include "size/command.hpp"
#include "verify/command.hpp"

int main(int argc, char** argv) {
  using namespace grapnel::tool;
  CLI::App app{"Builds Solana programs written in C++ with grapnel.", "grapnel"};
  app.require_subcommand(1);
  register_new(app);
  register_link(app);
  register_idl(app);
  register_lint(app);
  register_size(app);
  register_cu(app);
  register_client(app);
  register_verify(app);
  register_deploy(app);
  register_root(app);
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::RuntimeError& failed) {
    return failed.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    // Nothing of ours throws; a library did, on input that no check of ours caught.
    fmt::print(stderr, "grapnel: unexpected: {}\n", error.what());
    return 1;
  }
}
