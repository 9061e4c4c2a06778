#include <grapnel/native/runtime.hpp>
#include <grapnel/pda.hpp>

#include <cstring>
#include <string_view>

#include "execution.hpp"

namespace grapnel::native {

Runtime::Runtime() {
  rent.lamports_per_byte_year = 6960;
  rent.exemption_threshold_bits = 0x3ff0000000000000;  // 1.0: SIMD-0194
  rent.burn_percent = 50;
  std::vector<u8> rent_bytes(17);
  std::memcpy(rent_bytes.data(), &rent, rent_bytes.size());
  accounts_["SysvarRent111111111111111111111111111111111"_pubkey] = {
      Lamports{1'009'200}, std::move(rent_bytes), "Sysvar1111111111111111111111111111111111111"_pubkey, false};
  constexpr std::string_view kName = "system_program";
  accounts_[Pubkey{}] = {
      Lamports{1}, {kName.begin(), kName.end()}, "NativeLoader1111111111111111111111111111111"_pubkey, true};
}

void Runtime::add(const Pubkey& program, Entrypoint entrypoint) {
  constexpr Pubkey kLoader = "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey;
  programs_[program] = entrypoint;
  // As the loader keeps it: u32 2, the address of the code.
  const Pubkey code = find_program_address(kLoader, program).address;
  std::vector<u8> data = {2, 0, 0, 0};
  data.insert(data.end(), code.data(), code.data() + Pubkey::size());
  accounts_[program] = {Lamports{1}, std::move(data), kLoader, true};
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
