#include "codec/sha256.hpp"

#include <gtest/gtest.h>

namespace zestron::codec {
namespace {

// FIPS 180-4 example "abc".
TEST(Sha256, hashes_the_concatenation) {
  const auto hash = sha256({as_bytes("a"), as_bytes(""), as_bytes("bc")});
  EXPECT_EQ(hash, sha256(as_bytes("abc")));
  EXPECT_EQ(hash.value()[0], 0xba);
  EXPECT_EQ(hash.value()[31], 0xad);
}

}  // namespace
}  // namespace zestron::codec
