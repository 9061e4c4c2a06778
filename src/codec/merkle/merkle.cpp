#include "codec/merkle/merkle.hpp"

#include "base/assert.hpp"
#include "codec/sha256.hpp"

#include <algorithm>
#include <bit>

namespace zestron::codec {
namespace {

constexpr std::uint8_t kLeaf = 0, kNode = 1;
constexpr std::size_t kProofHead = 17;

void put_u64(Bytes& out, std::uint64_t value) {
  for (unsigned shift = 0; shift < 64; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint64_t get_u64(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
  return value;
}

std::vector<Hash> level_above(std::span<const Hash> level) {
  std::vector<Hash> above;
  above.reserve((level.size() + 1) / 2);
  for (std::size_t i = 0; i + 1 < level.size(); i += 2) above.push_back(merkle_node(level[i], level[i + 1]));
  if (level.size() % 2 != 0) above.push_back(level.back());
  return above;
}

// Calls step(sibling_is_left) for each level at which the node at `index` has a partner, from the leaves up.
template <class Step>
void climb(std::uint64_t index, std::uint64_t size, Step&& step) {
  for (; size > 1; index /= 2, size = size / 2 + size % 2) {
    if (index % 2 != 0) {
      step(true);
    } else if (index + 1 < size) {
      step(false);
    }
  }
}

std::size_t path_length(std::uint64_t index, std::uint64_t size) {
  std::size_t length = 0;
  climb(index, size, [&](bool) { ++length; });
  return length;
}

}  // namespace

Hash merkle_leaf(ByteView bytes) { return sha256({{&kLeaf, 1}, bytes}); }

Hash merkle_node(const Hash& left, const Hash& right) { return sha256({{&kNode, 1}, left.view(), right.view()}); }

Hash merkle_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return sha256(ByteView{});
  std::vector<Hash> level(leaves.begin(), leaves.end());
  while (level.size() > 1) level = level_above(level);
  return level.front();
}

MerkleProof merkle_prove(std::span<const Hash> leaves, std::uint64_t index) {
  ZESTRON_ASSERT(index < leaves.size());
  MerkleProof proof{index, leaves.size(), {}};
  std::vector<Hash> level(leaves.begin(), leaves.end());
  for (auto at = static_cast<std::size_t>(index); level.size() > 1; at /= 2, level = level_above(level)) {
    const std::size_t sibling = at ^ 1U;
    if (sibling < level.size()) proof.path.push_back(level[sibling]);
  }
  return proof;
}

bool merkle_verify(const Hash& root, const Hash& leaf, const MerkleProof& proof) {
  if (proof.index >= proof.size || proof.path.size() != path_length(proof.index, proof.size)) return false;
  Hash hash = leaf;
  auto sibling = proof.path.begin();
  climb(proof.index, proof.size, [&](bool is_left) {
    hash = is_left ? merkle_node(*sibling, hash) : merkle_node(hash, *sibling);
    ++sibling;
  });
  return hash == root;
}

Bytes MerkleProof::serialize() const {
  Bytes out;
  put_u64(out, index);
  put_u64(out, size);
  out.push_back(static_cast<std::uint8_t>(path.size()));
  for (const auto& hash : path) out.insert(out.end(), hash.view().begin(), hash.view().end());
  return out;
}

std::optional<MerkleProof> MerkleProof::parse(ByteView bytes) {
  if (bytes.size() < kProofHead) return std::nullopt;
  MerkleProof proof{get_u64(bytes), get_u64(bytes.subspan(8)), {}};
  const std::size_t count = bytes[kProofHead - 1];
  if (proof.index >= proof.size || count != path_length(proof.index, proof.size)) return std::nullopt;
  if (bytes.size() != kProofHead + count * Hash::kSize) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    proof.path.push_back(*Hash::from(bytes.subspan(kProofHead + i * Hash::kSize, Hash::kSize)));
  }
  return proof;
}

void MerkleAccumulator::append(const Hash& leaf) {
  Hash hash = leaf;
  // As in a binary counter: each set bit at the low end is a full subtree that the new one completes.
  const int carry = std::countr_one(size_);
  for (int level = 0; level < carry; ++level) hash = merkle_node(peaks_[static_cast<std::size_t>(level)], hash);
  peaks_[static_cast<std::size_t>(carry)] = hash;
  ++size_;
}

Hash MerkleAccumulator::root() const {
  if (size_ == 0) return sha256(ByteView{});
  auto level = static_cast<std::size_t>(std::countr_zero(size_));
  Hash hash = peaks_[level];
  for (++level; level < peaks_.size(); ++level) {
    if ((size_ >> level & 1U) != 0) hash = merkle_node(peaks_[level], hash);
  }
  return hash;
}

}  // namespace zestron::codec
