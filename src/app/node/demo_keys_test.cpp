#include "app/node/demo_keys.hpp"

#include <gtest/gtest.h>

#include "codec/sha256.hpp"
#include "protocols/client/programs.hpp"

namespace zestron::node {
namespace {

TEST(DemoKeys, the_program_keys_are_those_of_the_programs_own_addresses) {
  for (const auto& program : protocols::client::programs())
    EXPECT_EQ(program_keypair(program.name).pubkey(), program.id) << program.name;
}

TEST(DemoKeys, are_known_as_such) {
  for (const auto role : kDemoRoles) EXPECT_TRUE(is_demo_key(demo_keypair(role).pubkey())) << file_name(role);
  EXPECT_FALSE(is_demo_key(Pubkey(codec::sha256(as_bytes("somebody else's")).value())));
}

}  // namespace
}  // namespace zestron::node
