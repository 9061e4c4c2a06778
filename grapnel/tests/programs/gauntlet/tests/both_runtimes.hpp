// The gauntlet on Agave's bank and natively: every instruction runs on both, and both must agree on its result, its log
// lines and the accounts it names.
#pragma once

#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>

#include <cstring>
#include <fstream>
#include <iterator>

#include "program.hpp"
#include "real_runtime.hpp"

namespace gauntlet {

using grapnel::testing::code;
using grapnel::testing::has_log;
using grapnel::testing::key;
using grapnel::testing::RealOutcome;

inline constexpr Pubkey kAlice = key(1);
inline constexpr Pubkey kBob = key(2);
inline constexpr Pubkey kWitness = key(3);
inline constexpr Lamports kFunds{1'000'000'000};

inline Pubkey vault_of(const Pubkey& person) { return find_program_address(kProgramId, "vault", person).address; }

class BothRuntimes : public ::testing::Test {
 protected:
  BothRuntimes() {
    std::ifstream in(GAUNTLET_PROGRAM, std::ios::binary);
    const std::vector<u8> elf{std::istreambuf_iterator<char>(in), {}};
    native_.add<GAUNTLET_MODULE>();
    real_.deploy(kProgramId, elf);
    for (const Pubkey& person : {kAlice, kBob, kWitness}) set_account(person, {kFunds, {}, {}, false});
  }

  void set_account(const Pubkey& address, const native::Account& account) {
    native_.set_account(address, account);
    real_.set_account(address, account);
  }
  const native::Account& account(const Pubkey& address) const { return native_.account(address); }
  Lamports rent(u64 size) const { return native_.rent.minimum_balance(size); }
  template <class T>
  T state(const Pubkey& address) const {
    return native_.state<T>(address).value();
  }

  RealOutcome run(const client::Instruction& instruction) { return run({&instruction, 1}); }
  RealOutcome run(std::span<const client::Instruction> instructions) {
    RealOutcome real = real_.run(instructions);
    const native::Outcome native = native_.run(instructions);
    EXPECT_EQ(real.ok(), native.ok()) << "real: " << real.error << "; native: " << native.error;
    EXPECT_EQ(real.code, native.code) << "real: " << real.error << "; native: " << native.error;
    EXPECT_EQ(real.logs, native.logs);
    EXPECT_EQ(real.events, native.events);
    EXPECT_EQ(real.calls, native.calls);
    for (const client::Instruction& instruction : instructions) {
      for (const client::Meta& meta : instruction.accounts) {
        if (native_.account(meta.key).executable) continue;  // has no file natively
        EXPECT_EQ(real_.account(meta.key), native_.account(meta.key)) << to_base58(meta.key);
      }
    }
    if (real.ok()) EXPECT_EQ(real.return_data, native.return_data);
    return real;
  }

  u64 returned(const RealOutcome& outcome) {
    EXPECT_TRUE(outcome.ok()) << outcome.error;
    u64 value = 0;
    if (outcome.return_data.size() == sizeof value) std::memcpy(&value, outcome.return_data.data(), sizeof value);
    return value;
  }

  // The error, and which account its log line names.
  template <class E>
  void expect_refused(const client::Instruction& instruction, E error, std::string_view account) {
    const RealOutcome outcome = run(instruction);
    EXPECT_EQ(outcome.code, code(error)) << outcome.error;
    EXPECT_TRUE(has_log(outcome, "caused by account: " + std::string(account) + ". "))
        << ::testing::PrintToString(outcome.logs);
  }

  native::Runtime native_;
  grapnel::testing::RealRuntime real_;
};

}  // namespace gauntlet
