// Who may create a program's singleton: its upgrade authority, at that moment. Otherwise anybody could come first, right
// after the deployment, and choose the parameters.
//
//   Mut<Signer> deployer;
//   With<Account<loader::ProgramData, Address<kProgramData>>, Constraint<zestron::kIsDeployer, Error::NotDeployer>>
//       program_data;
#pragma once

#include <grapnel/programs/loader.hpp>

namespace zestron {

// Where the upgradeable loader keeps the code and the upgrade authority of `program`.
constexpr grapnel::Pubkey program_data_of(const grapnel::Pubkey& program) {
  return grapnel::find_program_address(grapnel::UpgradeableLoader::kId, program).address;
}

// Of an accounts struct with the fields `deployer` and `program_data`. A template, because that struct is not complete
// where it stands.
inline constexpr auto kIsDeployer = [](const auto& accounts) {
  return accounts.program_data->is_authority(accounts.deployer.key());
};

}  // namespace zestron
