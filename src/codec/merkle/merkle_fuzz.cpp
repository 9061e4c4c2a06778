#include "base/assert.hpp"
#include "codec/merkle/merkle.hpp"

// What parses serialises to the same bytes, and proves exactly the root it leads to.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const ByteView bytes(data, size);
  if (const auto proof = codec::MerkleProof::parse(bytes)) {
    const auto again = proof->serialize();
    ZESTRON_ASSERT(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
    const auto leaf = codec::merkle_leaf(bytes);
    ZESTRON_ASSERT(!codec::merkle_verify(Hash{}, leaf, *proof));
    ZESTRON_ASSERT(proof->size != 1 || codec::merkle_verify(leaf, leaf, *proof));
  }
  return 0;
}
