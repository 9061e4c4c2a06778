// Merkle mountain range: a tree that grows leaf by leaf, kept as the roots of its full subtrees, whose peaks are the bits of
// the number of leaves. Same hashes and shape as the host's codec::MerkleAccumulator: hashing the peaks together from the
// smallest up gives the root of RFC 6962's tree over all leaves.
#pragma once

#include <agent_factory/context_roots.hpp>
#include <zestron/merkle.hpp>

namespace agent_factory {

// leaf  sha256(0x00 ‖ slot u64 ‖ root 32)
inline Hash256 context_leaf(u64 slot, const Hash256& root) {
  struct {
    u64 slot;
    Hash256 root;
  } const leaf{slot, root};
  return zestron::merkle_leaf(&leaf, sizeof leaf);
}

// As in a binary counter: each set bit at the low end is a full subtree that the new leaf completes. False, and nothing
// changed: there is no room. About 260 compute units for each subtree, one on average.
inline bool append(ContextRoots& context, const Hash256& leaf) {
  if (context.leaf_count >= (u64{1} << kPeaksMax) - 1) return false;
  Hash256 node = leaf;
  usize level = 0;
  for (u64 count = context.leaf_count; (count & 1) != 0; count >>= 1) {
    node = zestron::merkle_node(context.peaks[level], node);
    ++level;
  }
  context.peaks[level] = node;
  ++context.leaf_count;
  return true;
}

// Whether `root` was committed for `slot` as the leaf with that index. `path`: the siblings from the leaf up to its peak,
// the first ones of what codec::merkle_prove gives; exactly as many as that subtree is high. A path grows when its subtree
// is joined with another, and what it was stays its beginning. For programs that read the account: no call is needed.
inline bool contains(const ContextRoots& context, u64 slot, const Hash256& root, u64 index,
                     const Vec<Hash256, kPeaksMax>& path) {
  if (index >= context.leaf_count) return false;
  // The leaves stand under the peaks from the largest to the smallest: the peak over `index` is that of the highest bit in
  // which the two numbers differ, since above it index has all bits of the count.
  usize height = kPeaksMax - 1;
  while (((context.leaf_count ^ index) >> height & 1) == 0) --height;
  if (path.size != height) return false;
  Hash256 node = context_leaf(slot, root);
  for (usize level = 0; level < height; ++level) {
    const Hash256 sibling = path[level];
    node = (index >> level & 1) != 0 ? zestron::merkle_node(sibling, node) : zestron::merkle_node(node, sibling);
  }
  return equal(node, context.peaks[height]);
}

}  // namespace agent_factory
