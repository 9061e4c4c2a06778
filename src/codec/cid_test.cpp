#include "codec/cid.hpp"

#include "codec/sha256.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::codec {
namespace {

// `printf hello | ipfs add --cid-version 1 --raw-leaves` prints this one.
TEST(Cid, known_value) {
  EXPECT_EQ(cid_of(sha256(as_bytes("hello"))), "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
}

TEST(Cid, refuses_other_kinds) {
  EXPECT_FALSE(hash_of(""));
  EXPECT_FALSE(hash_of("QmWATWQ7fVPP2EFGu71UkfnqhYXDYH566qy47CnJDgvs8u"));
  EXPECT_FALSE(hash_of("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4ye"));
  EXPECT_FALSE(hash_of("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yer"));
}

RC_GTEST_PROP(Cid, decoding_undoes_encoding, (const Bytes& bytes)) {
  const auto hash = sha256(bytes);
  RC_ASSERT(hash_of(cid_of(hash)) == std::optional(hash));
}

}  // namespace
}  // namespace zestron::codec
