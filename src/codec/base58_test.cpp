#include "codec/base58.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::codec {
namespace {

// Vectors of the IETF draft draft-msporny-base58-03, section 5, and Solana's own well-known keys.
TEST(Base58, encodes_published_vectors) {
  EXPECT_EQ(base58_encode(as_bytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58_encode(as_bytes("The quick brown fox jumps over the lazy dog.")),
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
  EXPECT_EQ(base58_encode(Bytes{0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd}), "11233QC4");
  EXPECT_EQ(base58_encode({}), "");
}

TEST(Base58, system_program_is_all_zero) {
  EXPECT_EQ(from_base58<Pubkey>("11111111111111111111111111111111"), Pubkey{});
}

TEST(Base58, refuses_what_is_not_a_key) {
  EXPECT_FALSE(from_base58<Pubkey>("0OIl"));
  EXPECT_FALSE(from_base58<Pubkey>("1111111111111111111111111111111"));
  EXPECT_FALSE(from_base58<Pubkey>("111111111111111111111111111111111"));
  EXPECT_FALSE(from_base58<Pubkey>(std::string(100000, 'z')));
}

RC_GTEST_PROP(Base58, decoding_undoes_encoding, (const Bytes& bytes)) {
  RC_ASSERT(base58_decode(base58_encode(bytes)) == bytes);
}

}  // namespace
}  // namespace zestron::codec
