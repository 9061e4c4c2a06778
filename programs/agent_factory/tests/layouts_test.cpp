// The README shows the layouts as they are, and migrate() accepts exactly the versions there are.
#include "layouts.hpp"

#include <gtest/gtest.h>
#include <agent_factory/agent_factory.hpp>
#include <grapnel/client/client.hpp>

#include <fstream>
#include <iterator>

namespace agent_factory::test {
namespace {

TEST(Layouts, stand_in_the_readme) {
  std::ifstream file(AGENT_FACTORY_README);
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(readme.find(describe_layouts()), readme.npos) << "put this into README.md:\n" << describe_layouts();
}

template <class State>
class Migrations : public ::testing::Test {};
using States = ::testing::Types<AgentState, Wallet>;
TYPED_TEST_SUITE(Migrations, States);

TYPED_TEST(Migrations, leave_the_current_version_as_it_is) {
  TypeParam state{};
  state.version = kLayoutVersion;
  state.reserved[127] = 9;
  const auto before = client::account_data(state);
  EXPECT_EQ(migrate(state), Migration::Current);
  EXPECT_EQ(client::account_data(state), before);
}

TYPED_TEST(Migrations, bring_every_older_version_to_the_current_one) {
  for (u8 version = 1; version < kLayoutVersion; ++version) {
    TypeParam state{};
    state.version = version;
    EXPECT_EQ(migrate(state), Migration::Migrated);
    EXPECT_EQ(state.version, kLayoutVersion);
    EXPECT_EQ(migrate(state), Migration::Current) << "twice is once";
  }
}

TYPED_TEST(Migrations, refuse_what_was_never_written_or_is_newer) {
  for (const int version : {0, kLayoutVersion + 1, 255}) {
    TypeParam state{};
    state.version = static_cast<u8>(version);
    const auto before = client::account_data(state);
    EXPECT_EQ(migrate(state), Migration::Unknown);
    EXPECT_EQ(client::account_data(state), before);
  }
}

}  // namespace
}  // namespace agent_factory::test
