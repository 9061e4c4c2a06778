// The fixture of the marketplace's tests: the shared world on every ground, in the states that most tests begin with.
#pragma once

#include "market_world.hpp"

namespace marketplace::test {

class MarketTest : public ::testing::TestWithParam<grapnel::testing::Setting>, protected MarketWorld {
 protected:
  MarketTest() : MarketWorld(GetParam()) {}

  void open_market() { ASSERT_TRUE(succeeds(run(opening()))); }
  void list() {
    open_market();
    ASSERT_TRUE(succeeds(run(listing_it())));
  }
  void buy(agent_factory::LicenseKind kind, u64 quantity = 1) {
    list();
    ASSERT_TRUE(succeeds(run(buying(kind, quantity, ~u64{0}))));
  }
};

}  // namespace marketplace::test
