// Puts a program on chain through the upgradeable loader, or upgrades it; fills a buffer for a proposal; hands over the right to
// upgrade. `grapnel deploy` and `zestron deploy` are this.
//
// A buffer's key pair is derived from the payer's signature over the program's address (or, of a buffer alone, over the hash of
// the code), so that the next call with the same payer finds what an interrupted one left, and takes it up or takes its lamports
// back.
#pragma once

#include "app/console/console.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>

namespace zestron::deploy {

struct Options {
  std::filesystem::path program;
  std::string program_id;  ///< a key pair's file, or an address
  std::string url = "localhost";
  std::string keypair;
  std::optional<std::uint64_t> max_len;
  std::uint64_t headroom = 0;  ///< percent
  bool upgrade = false;
  bool dry_run = false;
  bool yes = false;
  bool close_buffer = false;
  bool buffer_only = false;
  bool final = false;         ///< nobody may upgrade the program any more
  std::string new_authority;  ///< of the program, or of the buffer
  std::string hash_of;
  std::string output = "text";
};

/// The error is one line that says what to do.
std::expected<void, std::string> deploy(const Options& options, const cli::Console& console);

}  // namespace zestron::deploy
