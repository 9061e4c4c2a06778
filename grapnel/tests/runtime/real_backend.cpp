// The real runtime as a test's ground.
#include <grapnel/testing/backend.hpp>

#include "real_runtime.hpp"

namespace grapnel::testing {
namespace {

class RealBackend final : public Backend {
 public:
  explicit RealBackend(Features features) : runtime_(features) {}

  void add(const ProgramFiles& program) override { deploy(program.id, read_file(program.elf)); }
  void deploy(const Pubkey& id, std::span<const u8> elf) override { runtime_.deploy(id, elf); }
  RunResult run(std::span<const client::Instruction> instructions) override {
    RealOutcome outcome = runtime_.run(instructions);
    RunResult result{std::move(outcome), {}};
    result.compute_units = outcome.compute_units;
    return result;
  }
  native::Account account(const Pubkey& key) const override { return runtime_.account(key); }
  void set_account(const Pubkey& key, const native::Account& account) override { runtime_.set_account(key, account); }
  Clock clock() const override { return runtime_.clock(); }
  void warp(u64 slots, i64 seconds) override { runtime_.warp(slots, seconds); }

 private:
  RealRuntime runtime_;
};

}  // namespace

std::unique_ptr<Backend> make_real(Features features) { return std::make_unique<RealBackend>(features); }

}  // namespace grapnel::testing
