// The README shows the accounts as they are.
#include <governance/governance.hpp>
#include <grapnel/testing/layout.hpp>

#include <gtest/gtest.h>

namespace governance {
namespace {

TEST(Layouts, stand_in_the_readme) {
  EXPECT_EQ((grapnel::testing::missing_layouts<Governance, Proposal, VoteRecord, MintEntry, PoolEntry>(GRAPNEL_README)),
            "");
}

}  // namespace
}  // namespace governance
