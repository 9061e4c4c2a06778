// Binary Merkle trees over SHA-256 with leaves and nodes in separate domains, proofs, and a root that grows leaf by leaf.
// No I/O. The shape is RFC 6962's: a node without a partner moves up a level as it is, so no leaf is ever counted twice.
//
//   leaf  sha256(0x00 ‖ bytes)      node  sha256(0x01 ‖ left ‖ right)      empty tree  sha256("")
#pragma once

#include "base/types.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zestron::codec {

Hash merkle_leaf(ByteView bytes);
Hash merkle_node(const Hash& left, const Hash& right);

/// `leaves` are results of merkle_leaf.
Hash merkle_root(std::span<const Hash> leaves);

/// That a leaf stands at `index` of a tree of `size` leaves.
///
///   0 index u64 │ 8 size u64 │ 16 count u8 │ 17 count × 32 hashes, from the leaf's sibling to the root's child
struct MerkleProof {
  std::uint64_t index = 0;
  std::uint64_t size = 0;
  std::vector<Hash> path;
  bool operator==(const MerkleProof&) const = default;

  [[nodiscard]] Bytes serialize() const;
  /// nullopt for anything that serialize() does not make. The path's length must be the one that index and size give.
  static std::optional<MerkleProof> parse(ByteView bytes);
};

/// `index` < leaves.size().
MerkleProof merkle_prove(std::span<const Hash> leaves, std::uint64_t index);
/// True when `proof` leads from `leaf` to `root`; false for a proof of the wrong length too.
bool merkle_verify(const Hash& root, const Hash& leaf, const MerkleProof& proof);

/// The root of everything appended so far, in 64 hashes of memory: one per full subtree. Plain data, so that who holds one can
/// keep it as bytes.
class MerkleAccumulator {
 public:
  void append(const Hash& leaf);
  [[nodiscard]] Hash root() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::array<Hash, 64> peaks_{};  // of full subtrees: bit i of size_ says whether one of 2^i leaves stands at i
  std::uint64_t size_ = 0;
};

}  // namespace zestron::codec
