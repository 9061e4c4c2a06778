#include "infra/crc32c/crc32c.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::infra {
namespace {

// RFC 3720 §B.4.
TEST(Crc32c, matches_published_vectors) {
  EXPECT_EQ(crc32c(Bytes(32, 0x00)), 0x8a9136aaU);
  EXPECT_EQ(crc32c(Bytes(32, 0xff)), 0x62a8ab43U);
  Bytes rising(32);
  for (std::size_t at = 0; at < rising.size(); ++at) rising[at] = static_cast<std::uint8_t>(at);
  EXPECT_EQ(crc32c(rising), 0x46dd794eU);
  EXPECT_EQ(crc32c(as_bytes("123456789")), 0xe3069283U);
  EXPECT_EQ(crc32c({}), 0U);
}

RC_GTEST_PROP(Crc32c, tables_and_hardware_agree, (const Bytes& bytes, std::uint32_t previous)) {
  RC_ASSERT(detail::crc32c_tables(bytes, previous) == detail::crc32c_hardware(bytes, previous));
}

RC_GTEST_PROP(Crc32c, continues_where_it_stopped, (const Bytes& first, const Bytes& second)) {
  Bytes both = first;
  both.insert(both.end(), second.begin(), second.end());
  RC_ASSERT(crc32c(second, crc32c(first)) == crc32c(both));
}

}  // namespace
}  // namespace zestron::infra
