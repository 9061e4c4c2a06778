// The program compiled for this machine.
#include <agent_factory/agent_factory.hpp>
#include <grapnel/native/runtime.hpp>

#include "ground.hpp"

namespace agent_factory::test {

namespace {

class NativeGround final : public Ground {
 public:
  NativeGround() {
    runtime_.add<AgentFactory>();
    runtime_.clock.slot = kStartSlot;
    runtime_.clock.unix_timestamp = kStartTime;
  }

  Outcome run(const client::Instruction& instruction) override {
    grapnel::native::Outcome outcome = runtime_.run(instruction);
    return {outcome.code, std::move(outcome.error), std::move(outcome.logs), std::move(outcome.events), 0};
  }
  grapnel::native::Account account(const Pubkey& key) const override { return runtime_.account(key); }
  void set_account(const Pubkey& key, const grapnel::native::Account& account) override {
    runtime_.set_account(key, account);
  }
  void advance(u64 slots, i64 seconds) override {
    runtime_.clock.slot += slots;
    runtime_.clock.unix_timestamp += seconds;
  }

 private:
  grapnel::native::Runtime runtime_;
};

}  // namespace

std::unique_ptr<Ground> make_ground() { return std::make_unique<NativeGround>(); }

}  // namespace agent_factory::test
