// Both grounds behind one interface, held to each other after each transaction.
#include <grapnel/testing/paired.hpp>

#include <set>

#include "difference.hpp"

namespace grapnel::testing {
namespace {

constexpr Pubkey kSysvarOwner = "Sysvar1111111111111111111111111111111111111"_pubkey;

class PairedBackend final : public Backend {
 public:
  explicit PairedBackend(Features features) : real_(make_real(features)), native_(make_native(features)) {}

  void add(const ProgramFiles& program) override {
    real_->add(program);
    native_->add(program);
    follow();
  }
  void deploy(const Pubkey& id, std::span<const u8> elf) override {
    real_->deploy(id, elf);
    native_->deploy(id, elf);
    follow();
  }
  RunResult run(std::span<const client::Instruction> instructions) override {
    RunResult real = real_->run(instructions);
    follow();
    const RunResult native = native_->run(instructions);
    std::string differs = difference(real, native);
    std::set<Pubkey> keys;
    for (const client::Instruction& instruction : instructions) {
      for (const client::Meta& meta : instruction.accounts) keys.insert(meta.key);
    }
    for (auto key = keys.begin(); key != keys.end() && differs.empty(); ++key) {
      const native::Account there = real_->account(*key);
      // Natively these are no accounts.
      if (!(there.owner == kSysvarOwner)) differs = difference(*key, there, native_->account(*key));
    }
    if (!differs.empty()) throw Differs(differs);
    return real;
  }
  native::Account account(const Pubkey& key) const override { return real_->account(key); }
  void set_account(const Pubkey& key, const native::Account& account) override {
    real_->set_account(key, account);
    native_->set_account(key, account);
  }
  Clock clock() const override { return real_->clock(); }
  void warp(u64 slots, i64 seconds) override {
    real_->warp(slots, seconds);
    native_->warp(slots, seconds);
    follow();
  }

 private:
  // The bank opens a slot by itself when one is full.
  void follow() {
    const Clock there = real_->clock();
    const Clock here = native_->clock();
    if (there.slot > here.slot) native_->warp(there.slot - here.slot, 0);
    if (there.slot < here.slot || there.unix_timestamp != here.unix_timestamp || there.epoch != native_->clock().epoch)
      throw Differs("the clocks differ");
  }

  std::unique_ptr<Backend> real_;
  std::unique_ptr<Backend> native_;
};

}  // namespace

std::unique_ptr<Backend> make_paired(Features features) { return std::make_unique<PairedBackend>(features); }

}  // namespace grapnel::testing
