// A Merkle mountain range told a second time: the leaves in a list, every subtree hashed anew.
#pragma once

#include <agent_factory/context_roots.hpp>
#include <grapnel/sha256.hpp>

#include <cstring>
#include <vector>

namespace agent_factory::test::model {

inline Hash256 root_of_slot(u64 slot) {
  Hash256 root{};
  std::memcpy(&root, &slot, sizeof slot);
  root.items[31] = 1;  // never the hash that stands for none
  return root;
}

inline Hash256 hashed(u8 tag, const std::vector<u8>& bytes) {
  Sha256 hash;
  hash.add(&tag, 1);
  hash.add(bytes.data(), bytes.size());
  const Digest digest = hash.finish();
  Hash256 out;
  std::memcpy(&out, digest.bytes, sizeof out);
  return out;
}

// Of the slots [from, from + size), size a power of two.
inline Hash256 subtree(const std::vector<u64>& slots, usize from, usize size) {
  std::vector<u8> bytes;
  const auto append = [&](const auto& value) {
    const auto* begin = reinterpret_cast<const u8*>(&value);
    bytes.insert(bytes.end(), begin, begin + sizeof value);
  };
  if (size == 1) {
    append(slots[from]);
    append(root_of_slot(slots[from]));
    return hashed(0, bytes);
  }
  append(subtree(slots, from, size / 2));
  append(subtree(slots, from + size / 2, size / 2));
  return hashed(1, bytes);
}

// The siblings from a leaf up to its peak.
inline std::vector<Hash256> path_to_peak(const std::vector<u64>& slots, usize index) {
  usize from = 0, size = 1;
  for (usize left = slots.size();; left -= size, from += size) {
    for (size = 1; size * 2 <= left;) size *= 2;
    if (index < from + size) break;
  }
  std::vector<Hash256> path;
  for (usize width = 1; width < size; width *= 2) {
    const usize mine = (index - from) / width;
    path.push_back(subtree(slots, from + (mine ^ 1) * width, width));
  }
  return path;
}

}  // namespace agent_factory::test::model
