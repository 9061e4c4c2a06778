#include <grapnel/testing/backend.hpp>
#include <grapnel/testing/token_program.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace grapnel::testing {
namespace {

// What every chain has from its genesis on. Asked for these, a native chain needn't open a real one to answer.
constexpr std::array kGenesis = {
    "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"_pubkey,  "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"_pubkey,
    "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"_pubkey, "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo"_pubkey,
    "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"_pubkey,  "So11111111111111111111111111111111111111112"_pubkey,
};

// A real chain for the programs that aren't native, opened when the first of them is called.
class Foreign final : public native::Elsewhere {
 public:
  explicit Foreign(Features features) : features_(features) {}

  std::optional<native::Account> account(const Pubkey& key) override {
    const bool is_genesis = std::ranges::find(kGenesis, key) != kGenesis.end();
    if (chain_ == nullptr && !is_genesis) return std::nullopt;
    native::Account found = chain().account(key);
    // Others were written there for a call, and may be gone here by now.
    if (!is_genesis && !found.executable) return std::nullopt;
    return found;
  }

  native::Outcome run(const client::Instruction& instruction, std::map<Pubkey, native::Account>& accounts,
                      const Clock& clock) override {
    // Generated tests try an instruction before they run it.
    const auto known = std::ranges::find_if(calls_, [&](const Made& made) {
      return made.instruction == instruction && made.before == accounts && made.clock_matches(clock);
    });
    if (known != calls_.end()) {
      accounts = known->after;
      return known->outcome;
    }
    Made made{instruction, accounts, clock, {}, {}};
    made.outcome = run_there(instruction, accounts, clock);
    made.after = accounts;
    if (calls_.size() == kCallsKept) calls_.pop_front();
    calls_.push_back(made);
    return made.outcome;
  }

  // Also calls from there back into a program under test reach it, as the ELF that it is.
  void remember(const Pubkey& id, std::string elf) {
    files_.emplace_back(id, std::move(elf));
    calls_.clear();
  }
  void deploy(const Pubkey& id, std::span<const u8> elf) {
    chain().deploy(id, elf);
    calls_.clear();
  }

 private:
  static constexpr usize kCallsKept = 32;

  // What a call did; the same call of the same accounts at the same time does it again.
  struct Made {
    client::Instruction instruction;
    std::map<Pubkey, native::Account> before;
    Clock clock;
    native::Outcome outcome;
    std::map<Pubkey, native::Account> after;

    bool clock_matches(const Clock& other) const {
      return clock.slot == other.slot && clock.unix_timestamp == other.unix_timestamp && clock.epoch == other.epoch;
    }
  };

  native::Outcome run_there(const client::Instruction& instruction, std::map<Pubkey, native::Account>& accounts,
                            const Clock& clock) {
    follow(clock);
    // Programs stay as they are deployed there.
    for (const auto& [key, account] : accounts) {
      if (!account.executable && !(chain().account(key) == account)) chain().set_account(key, account);
    }
    native::Outcome outcome = chain().run({&instruction, 1});
    if (outcome.ok()) {
      for (auto& [key, account] : accounts) {
        if (!account.executable) account = chain().account(key);
      }
    }
    return outcome;
  }

  Backend& chain() {
    if (chain_ == nullptr) {
      chain_ = make_real(features_);
      for (const auto& [id, elf] : files_) chain_->deploy(id, read_file(elf));
    }
    return *chain_;
  }
  // The real chain's slot may be ahead: each deployment there takes one.
  void follow(const Clock& clock) {
    const Clock there = chain().clock();
    const i64 seconds = clock.unix_timestamp - there.unix_timestamp;
    if (clock.slot > there.slot || seconds != 0)
      chain().warp(std::max<u64>(clock.slot, there.slot + 1) - there.slot, seconds);
  }

  Features features_;
  std::unique_ptr<Backend> chain_;
  std::vector<std::pair<Pubkey, std::string>> files_;
  std::deque<Made> calls_;
};

class NativeBackend final : public Backend {
 public:
  explicit NativeBackend(Features features) {
    // As the bank's clock in slot 1.
    runtime_.clock = {
        .slot = 1, .epoch_start_timestamp = kStart, .epoch = 0, .leader_schedule_epoch = 1, .unix_timestamp = kStart};
    if (features == Features::Pending) runtime_.call_depth_max = 9;
    add_token_programs(runtime_);
    if (has_real()) {
      foreign_ = std::make_shared<Foreign>(features);
      runtime_.attach(foreign_);
    }
  }

  void add(const ProgramFiles& program) override {
    runtime_.add(program.id, program.entrypoint);
    if (foreign_ != nullptr) foreign_->remember(program.id, program.elf);
    ++runtime_.clock.slot;
  }
  void deploy(const Pubkey& id, std::span<const u8> elf) override {
    if (foreign_ == nullptr) throw std::runtime_error("an ELF needs the real runtime, which isn't linked in");
    foreign_->deploy(id, elf);
    ++runtime_.clock.slot;
  }
  RunResult run(std::span<const client::Instruction> instructions) override { return {runtime_.run(instructions), {}}; }
  native::Account account(const Pubkey& key) const override {
    if (foreign_ != nullptr && !runtime_.accounts().contains(key)) {
      return foreign_->account(key).value_or(native::Account{});
    }
    return runtime_.account(key);
  }
  void set_account(const Pubkey& key, const native::Account& account) override { runtime_.set_account(key, account); }
  Clock clock() const override { return runtime_.clock; }
  void warp(u64 slots, i64 seconds) override {
    constexpr u64 kSlotsPerEpoch = 432'000;
    Clock& clock = runtime_.clock;
    clock.slot += slots;
    clock.unix_timestamp += seconds;
    if (clock.slot / kSlotsPerEpoch != clock.epoch) clock.epoch_start_timestamp = clock.unix_timestamp;
    clock.epoch = clock.slot / kSlotsPerEpoch;
    clock.leader_schedule_epoch = clock.epoch + 1;
  }

 private:
  static constexpr i64 kStart = 1'735'689'600;

  native::Runtime runtime_;
  std::shared_ptr<Foreign> foreign_;
};

}  // namespace

std::shared_ptr<native::Elsewhere> make_elsewhere(Features features) {
  return has_real() ? std::make_shared<Foreign>(features) : nullptr;
}

std::unique_ptr<Backend> make_native(Features features) { return std::make_unique<NativeBackend>(features); }

}  // namespace grapnel::testing
