#include <grapnel/native/runtime.hpp>

#include <string_view>

#include "execution.hpp"

namespace grapnel::native {

Runtime::Runtime() {
  rent.lamports_per_byte_year = 3480;
  rent.exemption_threshold_bits = 0x4000000000000000;  // 2.0
  rent.burn_percent = 50;
  constexpr std::string_view kName = "system_program";
  accounts_[Pubkey{}] = {
      Lamports{1}, {kName.begin(), kName.end()}, "NativeLoader1111111111111111111111111111111"_pubkey, true};
}

void Runtime::add(const Pubkey& program, Entrypoint entrypoint) {
  programs_[program] = entrypoint;
  accounts_[program] = {Lamports{1}, {}, "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey, true};
}

const Account& Runtime::account(const Pubkey& key) const {
  static const Account kNone;
  const auto found = accounts_.find(key);
  return found == accounts_.end() ? kNone : found->second;
}

Outcome Runtime::run(std::span<const client::Instruction> instructions) {
  return Execution(*this).run(instructions, true);
}

Outcome Runtime::simulate(const client::Instruction& instruction) {
  return Execution(*this).run({&instruction, 1}, false);
}

}  // namespace grapnel::native
