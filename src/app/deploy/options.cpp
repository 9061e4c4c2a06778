#include "app/deploy/options.hpp"

namespace zestron::deploy {

void add_options(CLI::App& app, Options& options) {
  auto* program = app.add_option("program", options.program, "the .so")->check(CLI::ExistingFile);
  app.add_option("--program-id", options.program_id,
                 "the program's key pair file, for upgrades its address too (default: NAME-keypair.json here or beside "
                 "the .so)");
  auto* max_len = app.add_option("--max-len", options.max_len, "room for the program, in bytes (default: its size)");
  app.add_option("--headroom", options.headroom,
                 "room for upgrades, in percent of the size; less is extended when needed")
      ->excludes(max_len)
      ->check(CLI::Range(0, 1000));
  app.add_flag("--upgrade", options.upgrade, "fail where there is no program yet");
  app.add_flag("--dry-run", options.dry_run, "show steps and cost, send nothing");
  app.add_flag("-y,--yes", options.yes, "don't ask before spending on a public cluster");
  auto* close_buffer = app.add_flag("--close-buffer", options.close_buffer,
                                    "only take back what an interrupted deployment left in its buffer");
  auto* buffer_only = app.add_flag("--buffer-only", options.buffer_only,
                                   "only fill a buffer, for a proposal, and print its hash as governance takes it");
  auto* authority =
      app.add_option("--new-authority", options.new_authority,
                     "whose the program is to be from now on; with --buffer-only, whose the buffer is to be");
  app.add_flag("--final", options.final, "nobody upgrades the program any more, ever")
      ->excludes(authority)
      ->excludes(buffer_only)
      ->excludes(close_buffer);
  app.add_option("--hash-of", options.hash_of, "only print the hash of the program at that address")->excludes(program);
}

std::expected<void, std::string> check(const Options& options) {
  const bool needs_program =
      options.hash_of.empty() && (options.buffer_only || (!options.final && options.new_authority.empty()));
  if (options.program.empty() && needs_program) return std::unexpected("program is required");
  if (options.program.empty() && options.hash_of.empty() && options.program_id.empty())
    return std::unexpected("--program-id is required");
  return {};
}

}  // namespace zestron::deploy
