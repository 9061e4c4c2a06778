// The linked program on Agave's own bank, held to the native build step by step; with AGENT_FACTORY_PENDING_FEATURES in the environment, with the features that
// mainnet has not activated yet.
#include <agent_factory/agent_factory.hpp>
#include <cstdlib>
#include <grapnel/testing/paired.hpp>

#include "ground.hpp"

namespace agent_factory::test {

namespace {

using grapnel::testing::Features;

class BankGround final : public Ground {
 public:
  explicit BankGround(Features features) : backend_(grapnel::testing::make_paired(features)) {
    backend_->add({kProgramId, [](u8* input, const u8* data) -> u64 { return AgentFactory::run(input, data); },
                   AGENT_FACTORY_PROGRAM});
    const Clock clock = backend_->clock();
    backend_->warp(kStartSlot - clock.slot, kStartTime - clock.unix_timestamp);
  }

  Outcome run(const client::Instruction& instruction) override {
    auto result = backend_->run({&instruction, 1});
    const u64 code = result.code < u64{1} << 32 ? result.code : 0;
    return {code, std::move(result.error), std::move(result.logs), std::move(result.events),
            result.compute_units.value_or(0)};
  }
  grapnel::native::Account account(const Pubkey& key) const override { return backend_->account(key); }
  void set_account(const Pubkey& key, const grapnel::native::Account& account) override {
    backend_->set_account(key, account);
  }
  void advance(u64 slots, i64 seconds) override { backend_->warp(slots, seconds); }

 private:
  std::unique_ptr<grapnel::testing::Backend> backend_;
};

}  // namespace

std::unique_ptr<Ground> make_ground() {
  const bool pending = std::getenv("AGENT_FACTORY_PENDING_FEATURES") != nullptr;
  return std::make_unique<BankGround>(pending ? Features::Pending : Features::Mainnet);
}

}  // namespace agent_factory::test
