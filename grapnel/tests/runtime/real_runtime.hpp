// RealRuntime: the interface of grapnel::native::Runtime on Agave's own bank, so that one test can hold both to the same
// result. Transactions share a slot until it is full; signatures are not verified.
#pragma once

#include <grapnel/native/runtime.hpp>
#include <grapnel/testing/backend.hpp>

#include <filesystem>
#include <memory>
#include <span>

namespace grapnel::testing {

struct RealOutcome : native::Outcome {
  u64 compute_units = 0;
};

class RealRuntime {
 public:
  // A chain from genesis, with accounts in a temporary folder. Throws std::runtime_error if it can't be opened.
  explicit RealRuntime(Features features = Features::Mainnet);
  ~RealRuntime();
  RealRuntime(const RealRuntime&) = delete;
  RealRuntime& operator=(const RealRuntime&) = delete;

  // As the upgradeable loader keeps a program, without an authority. Opens the next slot, from which on it can be called.
  void deploy(const Pubkey& program, std::span<const u8> elf);
  void set_account(const Pubkey& key, const native::Account& account);
  native::Account account(const Pubkey& key) const;

  Clock clock() const;
  void warp(u64 slots, i64 seconds);  // slots > 0

  // One transaction. Logs without the lines about compute units, which native programs don't have; `code` and `error` as
  // native. Errors of the transaction itself (InsufficientFundsForRent) have no number.
  RealOutcome run(const client::Instruction& instruction) { return run({&instruction, 1}); }
  RealOutcome run(std::span<const client::Instruction> instructions);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace grapnel::testing
