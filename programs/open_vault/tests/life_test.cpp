#include "rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace open_vault {
namespace {

RC_GTEST_PROP(OpenVaultLife, keeps_its_rules, (const std::vector<u8>& choices)) {
  RC_ASSERT(grapnel::testing::live<OpenVault>(choices, test::rules()) == "");
}

}  // namespace
}  // namespace open_vault
