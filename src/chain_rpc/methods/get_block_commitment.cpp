#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

#include <array>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::size_t kDepths = 32;  // MAX_LOCKOUT_HISTORY and, last, what is rooted
// Roots that a bank's status cache holds; Agave knows the commitment of no older block.
constexpr std::uint64_t kRootsKnown = 300;

/// Stake by how many votes confirm the block. All of it is in one place: there is one validator, and it votes on each slot.
std::string stakes(const std::string& stake, std::size_t place) {
  std::array<std::string_view, kDepths> list;
  list.fill("0");
  list[place] = stake;
  return fmt::format("[{}]", fmt::join(list, ","));
}

}  // namespace

Reply get_block_commitment(const Call& call) {
  ZESTRON_RPC_TRY(given, call.params.numbers(1));
  const std::uint64_t block = given[0];
  Slot at;
  ZESTRON_RPC_TRY(
      stake, read_as_of(call, Config{}, at, [&](Slot slot) { return call.backend.query(slot, R"("totalStake")"); }));
  const Bounds bounds = call.backend.bounds();
  const std::uint64_t confirmed = bounds.confirmed.value(), root = bounds.finalized.value();
  std::string commitment = "null";
  if (block <= root && block + kRootsKnown > root) {
    commitment = stakes(stake, kDepths - 1);
  } else if (block > root && block <= confirmed) {
    commitment = stakes(stake, std::min<std::uint64_t>(confirmed - block, kDepths - 2));
  }
  return fmt::format(R"({{"commitment":{},"totalStake":{}}})", commitment, stake);
}

}  // namespace zestron::chain_rpc::methods
