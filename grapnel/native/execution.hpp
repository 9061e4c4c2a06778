// One transaction as it runs: the stack of program calls, the accounts as they stand, what was logged. The syscalls find
// it through current().
#pragma once

#include <grapnel/native/runtime.hpp>
#include <grapnel/syscalls.hpp>

#include <span>
#include <string>
#include <vector>

#include "input_buffer.hpp"
#include "instructions_sysvar.hpp"

namespace grapnel::native {

class Execution {
 public:
  explicit Execution(Runtime& runtime) : runtime_(runtime), ledger_(runtime.accounts_) {}

  // Without `commit` the runtime's accounts stay as they are.
  Outcome run(std::span<const client::Instruction> instructions, bool commit);

  // The one whose program calls a syscall. Calling one outside of Runtime::run ends the process.
  static Execution& current();

  void log(std::string line) { outcome_.logs.push_back(std::move(line)); }
  void log_data(std::span<const Slice> slices);
  void set_return_data(std::span<const u8> data);
  std::span<const u8> return_data() const { return outcome_.return_data; }
  const Pubkey& return_data_program() const { return return_data_program_; }
  const Clock& clock() const { return runtime_.clock; }
  const Rent& rent() const { return runtime_.rent; }
  const Runtime& runtime() const { return runtime_; }
  u64 stack_height() const { return stack_.size(); }

  // The instruction that ran `index` + 1 places before the running one, by the same caller; null if there is none.
  const client::Instruction* sibling(u64 index) const;

  // A call from the running program. Throws InstructionError: a failed call ends the transaction.
  void invoke(const abi::Instruction& instruction, std::span<const abi::AccountInfo> infos,
              std::span<const SignerSeeds> signers);

 private:
  void call(const client::Instruction& instruction);
  void call_program(const client::Instruction& instruction, Entrypoint entrypoint);
  void call_elsewhere(const client::Instruction& instruction);
  void fetch(const client::Instruction& instruction);
  void check_rent(std::span<const client::Instruction> instructions) const;
  Pubkey derive(const SignerSeeds& seeds) const;
  void check_rights(std::span<const client::Meta> metas, const InputBuffer& caller, std::span<const Pubkey> signing);

  Runtime& runtime_;
  Ledger ledger_;
  Outcome outcome_;
  Pubkey return_data_program_;
  std::vector<Pubkey> stack_;

  struct Started {
    client::Instruction instruction;
    usize caller;
  };
  static constexpr usize kNobody = ~usize{0};  // calls what stands at top level
  std::vector<Started> trace_;                 // in the order in which they began
  usize running_ = kNobody;                    // in trace_
  std::vector<InputBuffer*> buffers_;          // of the native programs on the stack
};

}  // namespace grapnel::native
