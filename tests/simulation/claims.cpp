#include "claims.hpp"

#include "base/assert.hpp"
#include "codec/little_endian.hpp"
#include "codec/sha256.hpp"
#include "protocols/agent_factory/client.hpp"

#include <algorithm>
#include <map>

namespace zestron::simulation {
namespace {

namespace factory = protocols::agent_factory;

//   8 discriminator │ 8 gain │ 8 loss │ 8 trades │ 32 root: 8 sequence │ 8 total │ 16 ones
constexpr std::size_t kDataSize = 64;

std::uint64_t number_at(ByteView bytes, std::size_t place) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{bytes[place * 8 + i]} << (8 * i);
  return value;
}

Hash root_of(std::uint64_t sequence, std::uint64_t trades_total) {
  Bytes bytes;
  constexpr auto kOnes = ~std::uint64_t{0};
  for (const auto value : {sequence, trades_total, kOnes, kOnes}) codec::put_le(bytes, value);
  return *Hash::from(bytes);
}

}  // namespace

const Pubkey& program() {
  static const Pubkey kProgram = factory::program_id();
  return kProgram;
}

const codec::Keypair& owner() {
  static const auto kOwner = codec::Keypair::from_secret(codec::sha256(as_bytes("simulation/owner")).value());
  return kOwner;
}

Pubkey agent_key(std::size_t index) {
  static std::map<std::size_t, Pubkey> known;  // an address costs some hashes to find
  const auto found = known.find(index);
  if (found != known.end()) return found->second;
  return known.emplace(index, factory::agent_address(owner().pubkey(), factory::AgentId(index)).address).first->second;
}

codec::Instruction claim_instruction(const domain::Intent& intent, const Pubkey& executor) {
  const auto& claim = std::get<domain::ClaimPerformance>(intent.action);
  auto instruction = factory::claim_performance({intent.agent, executor, factory::QuoteAmount(claim.gain),
                                                 factory::QuoteAmount(claim.loss), claim.trades,
                                                 root_of(intent.sequence, claim.trades_total)});
  ZESTRON_ASSERT(instruction.has_value());
  return *std::move(instruction);
}

std::optional<Claim> claim_of(const codec::Message& message) {
  static const Bytes kLikeIt =
      claim_instruction({agent_key(0), Slot(0), 1, domain::ClaimPerformance{0, 0, 1, 1, {}}}, Pubkey{}).data;
  for (const auto& instruction : message.instructions) {
    if (message.keys[instruction.program_index] != program()) continue;
    const ByteView data = instruction.data;
    if (data.size() != kDataSize || instruction.accounts.size() != 2 ||
        !std::ranges::equal(data.first(8), ByteView(kLikeIt).first(8)))
      return std::nullopt;
    return Claim{message.keys[instruction.accounts[0]],
                 number_at(data, 4),
                 number_at(data, 1),
                 number_at(data, 2),
                 number_at(data, 3),
                 number_at(data, 5)};
  }
  return std::nullopt;
}

}  // namespace zestron::simulation
