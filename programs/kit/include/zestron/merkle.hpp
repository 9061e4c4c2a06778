// Merkle proofs over SHA-256 with leaves and nodes in separate domains, so that an inner node is never taken for a leaf.
// The same trees as the host's codec/merkle: RFC 6962's shape, a node without a partner moves up as it is.
//
//   leaf  sha256(0x00 ‖ bytes)      node  sha256(0x01 ‖ left ‖ right)
#pragma once

#include <grapnel/grapnel.hpp>
#include <zestron/hash.hpp>

namespace zestron {

inline constexpr grapnel::u8 kLeafDomain = 0;
inline constexpr grapnel::u8 kNodeDomain = 1;

inline Hash256 merkle_leaf(const void* bytes, grapnel::usize size) {
  Hash256 out;
  const grapnel::Array<grapnel::Slice, 2> parts{{{&kLeafDomain, 1}, {bytes, size}}};
  grapnel::sol_sha256(parts.items, parts.size(), out.items);
  return out;
}

inline Hash256 merkle_node(const Hash256& left, const Hash256& right) {
  Hash256 out;
  const grapnel::Array<grapnel::Slice, 3> parts{{{&kNodeDomain, 1}, {&left, sizeof left}, {&right, sizeof right}}};
  grapnel::sol_sha256(parts.items, parts.size(), out.items);
  return out;
}

// Whether `leaf` stands at `index` of the tree of `size` leaves with that root. `path`: siblings from the leaf upwards;
// its length must be exactly the one that index and size give. About 250 compute units for each of them.
inline bool merkle_verify(const Hash256& root, const Hash256& leaf, grapnel::u64 index, grapnel::u64 size,
                          const Hash256* path, grapnel::u64 path_size) {
  if (index >= size) return false;
  Hash256 node = leaf;
  grapnel::u64 used = 0;
  for (grapnel::u64 at = index, last = size - 1; last != 0; at >>= 1, last >>= 1) {
    const bool is_right = (at & 1) != 0;
    if (!is_right && at == last) continue;  // no partner at this level
    if (used == path_size) return false;
    node = is_right ? merkle_node(path[used], node) : merkle_node(node, path[used]);
    ++used;
  }
  return used == path_size && equal(node, root);
}

}  // namespace zestron
