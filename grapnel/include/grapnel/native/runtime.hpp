// Runtime: a small Solana for native programs. It lays out the input as the loader does, in memory of exactly its size
// so that the sanitizers see every step outside, enforces the runtime's rules about what a program may change, and
// serves calls between programs. Not metered; one thread at a time.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/native/account.hpp>
#include <grapnel/sysvar.hpp>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace grapnel::native {

using Entrypoint = u64 (*)(u8* input, const u8* instruction_data);

// A call that one program made of another, or of itself.
struct Call {
  Pubkey program;
  std::vector<u8> data;

  friend bool operator==(const Call&, const Call&) = default;
};

// What became of a transaction. If it failed, no account has changed.
struct Outcome {
  u64 code = 0;       // as a program returns it: below 2^32 its own number; 1 << 32 stands for the custom error 0
  std::string error;  // empty: success; else as in "Program … failed: …"
  std::vector<std::string> logs;        // the lines of a validator, without compute units
  std::vector<std::vector<u8>> events;  // what emit() wrote
  std::vector<Call> calls;              // in the order in which they were made
  std::vector<u8> return_data;
  usize instruction = 0;  // the one that failed
  std::string hint;       // what to do about it, where the error alone doesn't say

  bool ok() const { return error.empty(); }
};

// Where programs run that are not native: Token, or any other of a chain.
class Elsewhere {
 public:
  virtual ~Elsewhere() = default;

  // An account that exists there; the native runtime asks for those that it doesn't hold itself.
  virtual std::optional<Account> account(const Pubkey& key) = 0;
  // Runs the instruction on `accounts` and writes back what it did to them. Whoever it names as signer has signed. Its log
  // begins at depth 1.
  virtual Outcome run(const client::Instruction& instruction, std::map<Pubkey, Account>& accounts,
                      const Clock& clock) = 0;
};

class Runtime {
 public:
  // Knows the System program and the account of the Rent sysvar; clock at slot 0, rent of mainnet.
  Runtime();

  void add(const Pubkey& program, Entrypoint entrypoint);
  template <class Module>
  void add() {
    static_assert(grapnel::detail::require_sound_program<Module>());
    add(Module::kId, [](u8* input, const u8* data) -> u64 { return Module::run(input, data); });
  }

  void set_account(const Pubkey& key, Account account) { accounts_[key] = std::move(account); }
  // An account that nobody has made is System's, empty.
  const Account& account(const Pubkey& key) const;
  void fund(const Pubkey& key, Lamports lamports) { accounts_[key].lamports = lamports; }
  const std::map<Pubkey, Account>& accounts() const { return accounts_; }

  // The T in the account, if it is one.
  template <class T>
  std::optional<client::ValueOf<T>> state(const Pubkey& key) const {
    return client::account<T>(account(key).data);
  }

  Clock clock{};
  Rent rent{};
  EpochSchedule epoch_schedule{432'000, 432'000, false, 0, 0};
  EpochRewards epoch_rewards{};
  LastRestartSlot last_restart_slot{};
  std::vector<SlotHashes::Entry> slot_hashes;  // newest first
  // How deep programs may call each other, the first one counted: 9 where raise_cpi_nesting_limit_to_8 is active.
  usize call_depth_max = 5;

  // Calls of programs that are neither native nor System go there. Without it they fail.
  void attach(std::shared_ptr<Elsewhere> elsewhere) { elsewhere_ = std::move(elsewhere); }

  // As a transaction of one instruction, or of several; whoever they name as signer has signed.
  Outcome run(const client::Instruction& instruction) { return run({&instruction, 1}); }
  Outcome run(std::span<const client::Instruction> instructions);
  // What run() would answer; no account changes.
  Outcome simulate(const client::Instruction& instruction);

 private:
  friend class Execution;

  std::map<Pubkey, Account> accounts_;
  std::map<Pubkey, Entrypoint> programs_;
  std::shared_ptr<Elsewhere> elsewhere_;
};

}  // namespace grapnel::native
