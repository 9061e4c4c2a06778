#include "chain_rpc/priority_price.hpp"

#include "codec/base58.hpp"

#include <algorithm>
#include <array>

namespace zestron::chain_rpc {
namespace {

constexpr std::uint64_t kFeePerSignature = 5'000;
constexpr std::uint64_t kUnitsMax = 1'400'000;
constexpr std::uint64_t kUnitsPerInstruction = 200'000;
constexpr std::uint64_t kUnitsPerBuiltin = 3'000;  // SIMD-0170
constexpr std::uint8_t kSetComputeUnitLimit = 2;

const Pubkey& compute_budget() {
  static const auto key = *codec::from_base58<Pubkey>("ComputeBudget111111111111111111111111111111");
  return key;
}

bool is_builtin(const Pubkey& program) {
  static const std::array keys{Pubkey{},
                               compute_budget(),
                               *codec::from_base58<Pubkey>("Vote111111111111111111111111111111111111111"),
                               *codec::from_base58<Pubkey>("BPFLoader1111111111111111111111111111111111"),
                               *codec::from_base58<Pubkey>("BPFLoader2111111111111111111111111111111111"),
                               *codec::from_base58<Pubkey>("BPFLoaderUpgradeab1e11111111111111111111111"),
                               *codec::from_base58<Pubkey>("LoaderV411111111111111111111111111111111111"),
                               *codec::from_base58<Pubkey>("Ed25519SigVerify111111111111111111111111111"),
                               *codec::from_base58<Pubkey>("KeccakSecp256k11111111111111111111111111111")};
  return std::ranges::find(keys, program) != keys.end();
}

}  // namespace

std::uint64_t compute_unit_limit(const MessageView& message) {
  std::uint64_t unasked = 0;
  for (const auto& instruction : message.instructions) {
    const Pubkey& program = message.keys[instruction.program];
    if (program == compute_budget() && instruction.data.size() >= 5 && instruction.data[0] == kSetComputeUnitLimit) {
      std::uint64_t asked = 0;
      for (std::size_t i = 0; i < 4; ++i) asked |= std::uint64_t{instruction.data[1 + i]} << (8 * i);
      return std::min(asked, kUnitsMax);
    }
    unasked += is_builtin(program) ? kUnitsPerBuiltin : kUnitsPerInstruction;
  }
  return std::min(unasked, kUnitsMax);
}

std::uint64_t priority_price(const MessageView& message, std::uint64_t fee) {
  const std::uint64_t base = kFeePerSignature * message.signatures;
  const std::uint64_t limit = compute_unit_limit(message);
  if (fee <= base || limit == 0) return 0;
  const auto price = static_cast<unsigned __int128>(fee - base) * 1'000'000 / limit;
  return static_cast<std::uint64_t>(std::min<unsigned __int128>(price, UINT64_MAX));
}

}  // namespace zestron::chain_rpc
