// The README shows the accounts as they are.
#include <grapnel/testing/layout.hpp>
#include <marketplace/marketplace.hpp>

#include <gtest/gtest.h>

namespace marketplace {
namespace {

TEST(Layouts, stand_in_the_readme) {
  EXPECT_EQ((grapnel::testing::missing_layouts<Market, Listing, Metadata, License, Receipt>(GRAPNEL_README)), "");
}

}  // namespace
}  // namespace marketplace
