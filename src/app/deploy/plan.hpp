// What it takes to bring a program on chain from what is there now to what is wanted. Pure: accounts go in, steps and
// their price come out; deploy_main.cpp carries them out.
#pragma once

#include "base/types.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace zestron::deploy {

struct Wanted {
  ByteView elf;
  Pubkey authority;
  std::optional<std::uint64_t> max_len;  ///< room in ELF bytes; else elf.size() and `headroom_percent` of it
  std::uint64_t headroom_percent = 0;
  bool upgrade_only = false;
};

/// Accounts as they are; nullopt: none at that address.
struct Present {
  std::optional<ports::AccountState> program, program_data, buffer;
};

enum class BufferStep : std::uint8_t {
  kCreate,
  kResume,   ///< of this size already; what differs is written
  kReplace,  ///< left by another build: closed, its lamports returned, then created
};

struct Plan {
  bool upgrade = false;
  bool unchanged = false;  ///< the program on chain is this one: nothing to do
  BufferStep buffer = BufferStep::kCreate;
  std::uint64_t max_len = 0;    ///< after it, in ELF bytes
  std::uint64_t extend_by = 0;  ///< upgrades: bytes of room that are missing
  std::size_t writes = 0;       ///< transactions that the buffer still needs
};

/// The error is one line that says what stands in the way and what to do.
std::expected<Plan, std::string> make_plan(const Wanted& wanted, const Present& present);

/// Whether the ELF begins and the rest, head-room, is zeros.
bool holds(ByteView program, ByteView elf);

/// Which writes of loader_v3::upload the buffer still needs, by index. `buffer` is what it holds of the ELF.
std::vector<std::size_t> missing_writes(ByteView buffer, ByteView elf);

/// Rent-exempt minima as the cluster told them.
struct Rents {
  std::uint64_t buffer = 0;
  std::uint64_t program = 0;
  std::uint64_t program_data = 0;  ///< for max_len
};

struct Price {
  std::uint64_t stays = 0;   ///< rent that remains in the program's accounts, beyond what they hold now
  std::uint64_t fees = 0;    ///< 5,000 lamports a signature
  std::uint64_t needed = 0;  ///< what the payer must have at the worst moment
};
Price price(const Plan& plan, const Rents& rents, const Present& present);

}  // namespace zestron::deploy
