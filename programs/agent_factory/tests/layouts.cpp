#include "layouts.hpp"

#include <agent_factory/agent_factory.hpp>
#include <grapnel/testing/layout.hpp>

namespace agent_factory::test {

std::string describe_layouts() {
  using grapnel::testing::describe_layout;
  return describe_layout<AgentState>() + "\n" + describe_layout<Wallet>() + "\n" + describe_layout<License>() + "\n" +
         describe_layout<ContextRoots>() + "\n" + describe_layout<CreatorRecord>() +
         "\nPurse: " + grapnel::testing::describe_rent(0) + "\n";
}

}  // namespace agent_factory::test
