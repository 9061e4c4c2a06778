#include "cluster.hpp"

#include "base/assert.hpp"
#include "codec/little_endian.hpp"
#include "codec/sha256.hpp"

#include <algorithm>
#include <array>

namespace zestron::simulation {
namespace {

std::uint64_t number_at(ByteView bytes, std::size_t place) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{bytes[place * 8 + i]} << (8 * i);
  return value;
}

}  // namespace

const Pubkey& program() {
  static const Pubkey kProgram(codec::sha256(as_bytes("program")).value());
  return kProgram;
}

Bytes account_data(const Claimed& claimed) {
  Bytes data;
  for (const auto value : {claimed.trades, claimed.gain, claimed.loss}) codec::put_le(data, value);
  return data;
}

std::optional<Claimed> parse_account(ByteView data) {
  if (data.size() != 24) return std::nullopt;
  return Claimed{number_at(data, 0), number_at(data, 1), number_at(data, 2)};
}

codec::Instruction claim_instruction(const domain::Intent& intent, const Pubkey& executor) {
  const auto& claim = std::get<domain::ClaimPerformance>(intent.action);
  codec::Instruction instruction{program(), {{intent.agent, false, true}, {executor, true, true}}, {}};
  for (const auto value : {intent.sequence, claim.gain, claim.loss, claim.trades, claim.trades_total})
    codec::put_le(instruction.data, value);
  return instruction;
}

std::optional<Claim> claim_of(const codec::Message& message) {
  for (const auto& instruction : message.instructions) {
    if (message.keys[instruction.program_index] != program()) continue;
    const auto& data = instruction.data;
    if (data.size() != 40 || instruction.accounts.size() != 2) return std::nullopt;
    return Claim{message.keys[instruction.accounts[0]],
                 number_at(data, 0),
                 number_at(data, 1),
                 number_at(data, 2),
                 number_at(data, 3),
                 number_at(data, 4)};
  }
  return std::nullopt;
}

Cluster::Cluster(const std::vector<Pubkey>& agents) {
  blocks_.push_back({Slot(0), {}, {}});
  for (const auto& agent : agents) accounts_[agent] = {{0, {}}};
}

std::optional<std::uint64_t> Cluster::height_of(const Signature& signature) const {
  const auto found = heights_.find(signature);
  return found == heights_.end() ? std::nullopt : std::optional(found->second);
}

const Landed& Cluster::landed(const Signature& signature) const {
  const auto& all = blocks_[heights_.at(signature)].landed;
  return *std::ranges::find(all, signature, &Landed::signature);
}

std::optional<Claimed> Cluster::claimed(const Pubkey& agent, std::uint64_t height) const {
  const auto found = accounts_.find(agent);
  if (found == accounts_.end()) return std::nullopt;
  const auto after = std::ranges::upper_bound(found->second, height, {}, &Version::height);
  return std::prev(after)->claimed;
}

std::optional<std::string> Cluster::refuses(const Claim& claim, std::uint64_t height) const {
  if (!claimed(claim.agent, height)) return R"({"InstructionError":[0,"InvalidAccountData"]})";
  const auto paused = paused_.find(claim.agent);
  if (paused != paused_.end() && paused->second) return R"({"InstructionError":[0,{"Custom":6000}]})";
  return std::nullopt;
}

const Block& Cluster::produce(Slot slot, const Hash& blockhash, const std::vector<Bytes>& wires) {
  const auto height = blocks_.size();
  Block block{slot, blockhash, {}};
  for (const auto& wire : wires) {
    const auto transaction = codec::parse_transaction(wire);
    if (!transaction) continue;
    const auto& message = transaction->message;
    const auto claim = claim_of(message);
    const auto oldest = height > kBlockhashLife ? height - kBlockhashLife : 0;
    const bool young = std::any_of(blocks_.begin() + static_cast<std::ptrdiff_t>(oldest), blocks_.end(),
                                   [&](const Block& past) { return past.blockhash == message.recent_blockhash; });
    const auto& signature = transaction->signatures[0];
    if (!claim || !young || heights_.contains(signature)) continue;
    Landed landed{signature, *claim, refuses(*claim, height - 1).has_value()};
    if (!landed.failed) {
      auto& versions = accounts_.at(claim->agent);
      auto next = versions.back().claimed;
      next.trades += claim->trades;
      next.gain += claim->gain;
      next.loss += claim->loss;
      versions.push_back({height, next});
    }
    heights_[signature] = height;
    block.landed.push_back(landed);
  }
  blocks_.push_back(std::move(block));
  if (height > kFinalDepth) root_ = std::max(root_, height - kFinalDepth);
  return blocks_.back();
}

std::vector<Landed> Cluster::roll_back(std::uint64_t count) {
  std::vector<Landed> lost;
  for (; count > 0 && head() > root_ + 1; --count) {
    for (const auto& landed : blocks_.back().landed) {
      heights_.erase(landed.signature);
      lost.push_back(landed);
    }
    const auto height = head();
    for (auto& [agent, versions] : accounts_)
      std::erase_if(versions, [&](const Version& version) { return version.height >= height; });
    blocks_.pop_back();
  }
  return lost;
}

}  // namespace zestron::simulation
