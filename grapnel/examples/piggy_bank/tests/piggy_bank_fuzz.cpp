// The piggy bank's instructions, generated from its types, held to what only an owner may do.
#include <grapnel/testing/life.hpp>

#include "instructions.hpp"

using namespace piggy_bank;

namespace {

std::string lamports_leave_with_the_owner(const grapnel::testing::Step& step) {
  for (const auto& [key, account] : step.before) {
    const auto bank = step.state_before<PiggyBank>(key);
    if (!bank || !(account.owner == kProgramId)) continue;
    if (step.in(step.after, key).lamports < account.lamports && !step.has_signed(bank->owner))
      return "a bank lost lamports without its owner";
  }
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* data, std::size_t size) {
  return grapnel::testing::fuzz<PiggyBankProgram>(data, size, {.check = lamports_leave_with_the_owner});
}
