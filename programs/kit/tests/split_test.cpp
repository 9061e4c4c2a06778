#include <zestron/split.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron {
namespace {

using grapnel::u64;

TEST(Split, every_total_of_sixteen_bits_is_shared_by_the_formula) {
  for (u64 total = 0; total < 65'536; ++total) {
    const Split shares = split(total);
    ASSERT_EQ(shares.developer, total * 70 / 100) << total;
    ASSERT_EQ(shares.developer + shares.treasury, total) << total;
  }
}

RC_GTEST_PROP(SplitProperty, adds_up_and_is_the_formula_in_128_bits, (u64 total)) {
  const Split shares = split(total);
  RC_ASSERT(shares.developer == static_cast<u64>(static_cast<unsigned __int128>(total) * 70 / 100));
  RC_ASSERT(shares.developer + shares.treasury == total);
}

}  // namespace
}  // namespace zestron
