#include "codec/hex.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::codec {
namespace {

TEST(Hex, known_values) {
  EXPECT_EQ(hex_encode(Bytes{0x00, 0x9f, 0xff}), "009fff");
  EXPECT_EQ(hex_decode("009FfF"), (Bytes{0x00, 0x9f, 0xff}));
}

TEST(Hex, refuses_what_is_none) {
  for (const auto* text : {"0", "0g", "g0", " 0", "0x00", "-1"}) EXPECT_FALSE(hex_decode(text)) << text;
}

RC_GTEST_PROP(Hex, decoding_undoes_encoding, (const Bytes& bytes)) {
  RC_ASSERT(hex_decode(hex_encode(bytes)) == std::optional(bytes));
}

}  // namespace
}  // namespace zestron::codec
