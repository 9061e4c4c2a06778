#include "codec/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::codec {
namespace {

// RFC 4648 §10.
TEST(Base64, encodes_published_vectors) {
  EXPECT_EQ(base64_encode(as_bytes("")), "");
  EXPECT_EQ(base64_encode(as_bytes("fo")), "Zm8=");
  EXPECT_EQ(base64_encode(as_bytes("foobar")), "Zm9vYmFy");
}

TEST(Base64, refuses_sloppy_text) {
  EXPECT_FALSE(base64_decode("Zm8"));
  EXPECT_FALSE(base64_decode("Zm9="));
  EXPECT_FALSE(base64_decode("Zm 8="));
  EXPECT_FALSE(base64_decode("Zm8=x"));
}

RC_GTEST_PROP(Base64, decoding_undoes_encoding, (const Bytes& bytes)) {
  RC_ASSERT(base64_decode(base64_encode(bytes)) == bytes);
}

}  // namespace
}  // namespace zestron::codec
