// Prints what layouts.hpp describes.
#include <cstdio>

#include "layouts.hpp"

int main() {
  std::fputs(agent_factory::test::describe_layouts().c_str(), stdout);
  return 0;
}
