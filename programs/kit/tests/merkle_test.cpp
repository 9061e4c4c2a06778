// The programs' proofs against the host's trees: one shape, two implementations.
#include <zestron/merkle.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

#include "codec/merkle/merkle.hpp"

namespace zestron {
namespace {

Hash256 of(const Hash& hash) {
  Hash256 out;
  std::memcpy(&out, &hash, sizeof out);
  return out;
}

struct Tree {
  std::vector<Hash> leaves;

  explicit Tree(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      std::array<std::uint8_t, 8> bytes{};
      std::memcpy(bytes.data(), &i, sizeof i);
      leaves.push_back(codec::merkle_leaf(bytes));
    }
  }
  Hash256 root() const { return of(codec::merkle_root(leaves)); }
  std::vector<Hash256> path(std::uint64_t index) const {
    std::vector<Hash256> out;
    for (const Hash& hash : codec::merkle_prove(leaves, index).path) out.push_back(of(hash));
    return out;
  }
};

TEST(Merkle, proves_every_leaf_of_every_tree_up_to_forty_leaves) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const Tree tree(size);
    for (std::uint64_t i = 0; i < size; ++i) {
      const auto path = tree.path(i);
      EXPECT_TRUE(merkle_verify(tree.root(), merkle_leaf(&i, sizeof i), i, size, path.data(), path.size()));
    }
  }
}

TEST(Merkle, an_inner_node_is_no_leaf) {
  const Tree tree(4);
  const Hash256 inner = merkle_node(of(tree.leaves[0]), of(tree.leaves[1]));
  const Hash256 other = merkle_node(of(tree.leaves[2]), of(tree.leaves[3]));
  EXPECT_TRUE(merkle_verify(tree.root(), inner, 0, 2, &other, 1)) << "as a hash it is one of a smaller tree";
  // Who gives 64 bytes as leaf gets another hash, because leaves have a domain of their own.
  std::array<std::uint8_t, 64> bytes{};
  std::memcpy(bytes.data(), &tree.leaves[0], 32);
  std::memcpy(bytes.data() + 32, &tree.leaves[1], 32);
  EXPECT_FALSE(merkle_verify(tree.root(), merkle_leaf(bytes.data(), bytes.size()), 0, 2, &other, 1));
}

RC_GTEST_PROP(MerkleProperty, a_changed_proof_proves_nothing, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(2, 200);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  const Tree tree(size);
  auto path = tree.path(index);
  const Hash256 leaf = merkle_leaf(&index, sizeof index);
  RC_ASSERT(merkle_verify(tree.root(), leaf, index, size, path.data(), path.size()));

  RC_ASSERT(!merkle_verify(tree.root(), leaf, size, size, path.data(), path.size()));
  RC_ASSERT(!merkle_verify(tree.root(), leaf, index, size, path.data(), path.size() - 1));
  const auto at = *rc::gen::inRange<std::size_t>(0, path.size());
  path[at][*rc::gen::inRange<grapnel::usize>(0, 32)] ^= 1;
  RC_ASSERT(!merkle_verify(tree.root(), leaf, index, size, path.data(), path.size()));
}

}  // namespace
}  // namespace zestron
