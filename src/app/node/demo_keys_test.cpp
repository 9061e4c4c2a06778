#include "app/node/demo_keys.hpp"

#include <gtest/gtest.h>

#include "codec/sha256.hpp"
#include "protocols/agent_factory/address.hpp"

namespace zestron::node {
namespace {

TEST(DemoKeys, the_program_key_is_that_of_the_programs_own_address) {
  EXPECT_EQ(demo_keypair(DemoRole::kAgentFactory).pubkey(), protocols::agent_factory::program_id());
}

TEST(DemoKeys, are_known_as_such) {
  for (const auto role : kDemoRoles) EXPECT_TRUE(is_demo_key(demo_keypair(role).pubkey())) << file_name(role);
  EXPECT_FALSE(is_demo_key(Pubkey(codec::sha256(as_bytes("somebody else's")).value())));
}

}  // namespace
}  // namespace zestron::node
