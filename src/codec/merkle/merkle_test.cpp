#include "codec/merkle/merkle.hpp"

#include "codec/sha256.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace zestron::codec {
namespace {

Bytes from_hex(std::string_view text) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::vector<Hash> leaves(std::size_t count) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(merkle_leaf(as_bytes(std::to_string(i))));
  return out;
}

// The vectors that Certificate Transparency implementations share.
TEST(Merkle, agrees_with_certificate_transparency) {
  const char* const inputs[] = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const char* const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  std::vector<Hash> list;
  for (std::size_t i = 0; i < std::size(inputs); ++i) {
    list.push_back(merkle_leaf(from_hex(inputs[i])));
    EXPECT_EQ(merkle_root(list), Hash::from(from_hex(roots[i]))) << i + 1 << " leaves";
  }
  EXPECT_EQ(merkle_root({}), sha256(ByteView{}));
}

TEST(Merkle, an_odd_node_is_not_counted_twice) {
  auto three = leaves(3);
  auto four = three;
  four.push_back(three.back());
  EXPECT_NE(merkle_root(three), merkle_root(four));
}

TEST(Merkle, a_node_is_no_leaf) {
  const auto list = leaves(2);
  Bytes joined(list[0].view().begin(), list[0].view().end());
  joined.insert(joined.end(), list[1].view().begin(), list[1].view().end());
  EXPECT_NE(merkle_leaf(joined), merkle_root(list));
}

TEST(Merkle, the_accumulator_has_the_same_root_at_every_size) {
  MerkleAccumulator accumulator;
  EXPECT_EQ(accumulator.root(), merkle_root({}));
  const auto list = leaves(130);
  for (std::size_t i = 0; i < list.size(); ++i) {
    accumulator.append(list[i]);
    ASSERT_EQ(accumulator.root(), merkle_root(std::span(list).first(i + 1))) << i + 1;
  }
  EXPECT_EQ(accumulator.size(), 130U);
}

RC_GTEST_PROP(Merkle, every_leaf_is_proven_and_nothing_else, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 70);
  const auto list = leaves(count);
  const auto root = merkle_root(list);
  const auto index = *rc::gen::inRange<std::size_t>(0, count);
  auto proof = merkle_prove(list, index);
  RC_ASSERT(merkle_verify(root, list[index], proof));
  RC_ASSERT(MerkleProof::parse(proof.serialize()) == proof);
  RC_ASSERT(!merkle_verify(root, merkle_leaf(as_bytes("another")), proof));

  auto wrong = proof;
  wrong.index = (index + 1) % count;
  RC_ASSERT(count == 1 || !merkle_verify(root, list[index], wrong));
  wrong = proof;
  wrong.path.push_back(root);
  RC_ASSERT(!merkle_verify(root, list[index], wrong));
  if (!proof.path.empty()) {
    wrong = proof;
    wrong.path[*rc::gen::inRange<std::size_t>(0, proof.path.size())].data()[0] ^= 1U;
    RC_ASSERT(!merkle_verify(root, list[index], wrong));
    wrong = proof;
    wrong.path.pop_back();
    RC_ASSERT(!merkle_verify(root, list[index], wrong));
  }
}

TEST(MerkleProof, refuses_what_is_cut_or_too_long) {
  const auto bytes = merkle_prove(leaves(5), 3).serialize();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(MerkleProof::parse(ByteView(bytes).first(size)));
  }
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(MerkleProof::parse(longer));
}

}  // namespace
}  // namespace zestron::codec
