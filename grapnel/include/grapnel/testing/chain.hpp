// Chain: what a test of programs is written against. The same source runs programs natively, under debugger and
// sanitizers, or on Agave's bank.
//
//   Chain chain(setting);
//   chain.add<CounterProgram>();
//   chain.fund(kAuthority, Lamports{10'000'000});
//   const Outcome outcome = chain.run(client::instruction<increment>(kProgramId, {kCounter, kAuthority}, {.step = 1}));
#pragma once

#include <grapnel/testing/outcome.hpp>

#include <initializer_list>

namespace grapnel::testing {

struct Advance {
  u64 slots = 1;
  i64 seconds = 0;
};

class Chain {
 public:
  // Slot 1. Throws std::runtime_error if the real runtime is asked for and isn't linked in.
  explicit Chain(Setting setting = {});

  const Setting& setting() const { return setting_; }
  bool is_real() const { return setting_.ground == Ground::Real; }

  // The module, natively or as the program that its build made of it. grapnel_program() compiles it once, into NAME_native; a
  // module that only a test knows needs <grapnel/testing/add.hpp>.
  template <class Module>
  void add();
  // A program that exists as an ELF only.
  void deploy(const Pubkey& id, std::span<const u8> elf) { backend_->deploy(id, elf); }

  void fund(const Pubkey& key, Lamports lamports) { set_account(key, {lamports, {}, {}, false}); }
  void set_account(const Pubkey& key, const native::Account& account) { backend_->set_account(key, account); }
  // An account of `owner` holding a T behind its discriminator, rent exempt.
  template <class T>
  void put(const Pubkey& key, const T& value, const Pubkey& owner) {
    const std::vector<u8> data = client::account_data(value);
    set_account(key, {rent(data.size()), data, owner, false});
  }
  static Lamports rent(u64 size) { return Lamports{(128 + size) * 6'960}; }

  // An account that nobody has made is System's, empty.
  native::Account account(const Pubkey& key) const { return backend_->account(key); }
  // The T in the account, if it is one.
  template <class T>
  auto state(const Pubkey& key) const {
    return client::account<T>(account(key).data);
  }

  Clock clock() const { return backend_->clock(); }
  void warp(Advance by) { backend_->warp(by.slots, by.seconds); }

  // One transaction, all or nothing; whoever the instructions name as signer has signed.
  Outcome run(const client::Instruction& instruction) { return run(std::span(&instruction, 1)); }
  Outcome run(std::initializer_list<client::Instruction> instructions) {
    return run(std::span(instructions.begin(), instructions.size()));
  }
  Outcome run(std::span<const client::Instruction> instructions);

 private:
  Setting setting_;
  std::unique_ptr<Backend> backend_;
  std::shared_ptr<const std::vector<ProgramDescription>> programs_;
};

}  // namespace grapnel::testing
