// Random sequences of everything that a licensee, an executor and an owner do with a wallet, to the end of its agent and beyond,
// against the model: the same errors, the same figures, every balance.
#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>

#include "life.hpp"

namespace agent_factory::test::model {
namespace {

// On the bank the ELF does to the byte what the native build does.
class WalletSequence : private grapnel::testing::Paired, public WalletLife {};
INSTANTIATE_TEST_SUITE_P(, WalletSequence, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(WalletSequence, program_and_model_agree) {
  constexpr usize kSteps = 75, kWithAgent = 65;
  const u64 most = grapnel::testing::most_sequences(GetParam().ground);
  grapnel::testing::Tally tally("agent_factory_wallets", {kNames.begin(), kNames.end()});
  const auto play_it = [&](Step step) {
    const bool succeeded = play(step);
    tally.count(kNames[static_cast<usize>(step.kind)], succeeded);
  };
  EXPECT_TRUE(rc::check("every result and every figure agree", [&] {
    if (tally.sequences() >= most) return;
    tally.begin();
    begin();
    if (*rc::gen::weightedElement<bool>({{4, true}, {1, false}})) std::ranges::for_each(kBeginning, play_it);
    const auto sequence = *rc::gen::container<std::vector<Step>>(kSteps, rc::gen::resize(rc::kNominalSize, steps()));
    for (usize at = 0; at < kSteps; ++at) {
      if (at == kWithAgent) end_agent();
      play_it(sequence[at]);
    }
  }));
  tally.print();
  if (!chain.is_real()) EXPECT_EQ(tally.shortfall(), "");
}

}  // namespace
}  // namespace agent_factory::test::model
