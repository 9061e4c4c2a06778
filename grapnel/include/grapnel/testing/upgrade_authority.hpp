// Who may upgrade a program of a test, as the upgradeable loader keeps it. Host only.
#pragma once

#include <grapnel/programs/loader.hpp>
#include <grapnel/testing/chain.hpp>

#include <cstring>

namespace grapnel::testing {

// A native chain has no code there, so the account is its head alone.
inline void set_upgrade_authority(Chain& chain, const Pubkey& program, const Pubkey& authority) {
  const Pubkey address = find_program_address(UpgradeableLoader::kId, program).address;
  native::Account account = chain.account(address);
  if (account.data.size() < loader::ProgramData::kSize) {
    account = {Chain::rent(loader::ProgramData::kSize), std::vector<u8>(loader::ProgramData::kSize),
               UpgradeableLoader::kId, false};
    account.data[0] = 3;
  }
  constexpr usize kHasAuthority = 12;
  account.data[kHasAuthority] = 1;
  std::memcpy(account.data.data() + kHasAuthority + 1, authority.data(), 32);
  chain.set_account(address, account);
}

}  // namespace grapnel::testing
