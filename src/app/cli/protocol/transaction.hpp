// A transaction of a verb: simulated first, so that what would happen is known and what fails is explained in the programs'
// own words; sent only after that.
#pragma once

#include "app/cli/protocol/chain_view.hpp"
#include "codec/transaction/instruction.hpp"
#include "codec/transaction/keypair.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace zestron::cli {

struct Change {
  Pubkey account;
  Pubkey owner;                ///< of the tokens
  std::optional<Pubkey> mint;  ///< none: lamports
  std::uint64_t before = 0, after = 0;
  std::uint8_t decimals = 9;
};

struct Report {
  std::optional<Signature> signature;  ///< of what was sent; none after a dry run
  std::uint64_t fee = 0;               ///< lamports, as are the next two
  std::uint64_t rent_paid = 0;         ///< into accounts that it creates
  std::uint64_t rent_returned = 0;     ///< of accounts that it closes
  std::uint64_t compute_units = 0;
  std::vector<Change> changes;
  std::vector<std::string> logs;
};

/// Simulates; with --dry-run that is all. On a public cluster shows what it costs and asks. The error is one line: the program,
/// its error by name and what it means.
std::expected<Report, std::string> transact(ChainView& chain, std::string_view what,
                                            std::span<const codec::Instruction> instructions,
                                            std::span<const codec::Keypair* const> others = {});

/// What a failed transaction says, in words: `error_json` as Agave writes it, with its logs.
std::string explain_failure(std::string_view error_json, std::span<const std::string> logs);

void print(const Console& console, std::string_view what, const Report& report);
nlohmann::ordered_json to_json(const Report& report);

}  // namespace zestron::cli
