// The account layouts as text: every field with offset and size, and what the account's rent is. README.md contains it.
#pragma once

#include <string>

namespace agent_factory::test {

std::string describe_layouts();

}  // namespace agent_factory::test
