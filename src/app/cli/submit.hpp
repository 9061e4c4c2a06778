// Signs instructions with the session's key, sends them and waits until they are confirmed, or until they can no longer land.
#pragma once

#include "app/cli/session.hpp"
#include "codec/transaction/instruction.hpp"

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace zestron::cli {

struct Submitted {
  Signature signature;
  std::uint64_t compute_units = 0;  ///< of the simulation; dry runs only
  std::vector<std::string> logs;    ///< of the simulation; dry runs only
  bool dry_run = false;
};

/// With --dry-run it simulates and sends nothing. `others` sign beside the session's key, which pays. Rebroadcasts the same
/// bytes every two seconds; never signs again. The error is one line, with the program's last log lines below it.
std::expected<Submitted, std::string> submit(const Session& session, std::span<const codec::Instruction> instructions,
                                             std::span<const codec::Keypair* const> others = {});

}  // namespace zestron::cli
