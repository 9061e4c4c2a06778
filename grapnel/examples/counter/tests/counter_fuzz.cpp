// The counter's instructions, generated from its types, held to what only the authority may do.
#include <grapnel/testing/life.hpp>

#include "instructions.hpp"

using namespace counter;

namespace {

constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;

std::string only_the_authority_changes_the_counter(const grapnel::testing::Step& step) {
  const auto before = step.state_before<Counter>(kCounter);
  const auto after = step.state_after<Counter>(kCounter);
  const bool same = before.has_value() == after.has_value() &&
                    (!before || (before->count == after->count && before->authority == after->authority));
  if (same) return {};
  const Pubkey& authority = before ? before->authority : after->authority;
  return step.has_signed(authority) ? "" : "the counter changed without its authority";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* data, std::size_t size) {
  return grapnel::testing::fuzz<CounterProgram>(data, size, {.check = only_the_authority_changes_the_counter});
}
