#include "protocols/agent_factory/address.hpp"

#include "protocols/remembered.hpp"

namespace zestron::protocols::agent_factory {

namespace {

template <class... Seed>
DerivedAddress find(const Seed&... seeds) {
  const grapnel::Pda pda = grapnel::find_program_address(program::kProgramId, seeds...);
  return {to_host(pda.address), pda.bump};
}

}  // namespace

Pubkey program_id() { return to_host(program::kProgramId); }

DerivedAddress agent_address(const Pubkey& creator, AgentId id) {
  return find(program::kAgentSeed, to_program(creator), id.value());
}

DerivedAddress wallet_address(const Pubkey& agent, const Pubkey& beneficiary) {
  thread_local Remembered<DerivedAddress, 2> known;
  return known({agent, beneficiary},
               [&] { return find(program::kWalletSeed, to_program(agent), to_program(beneficiary)); });
}

DerivedAddress purse_address(const Pubkey& wallet) {
  thread_local Remembered<DerivedAddress, 1> known;
  return known({wallet}, [&] { return find(program::kPurseSeed, to_program(wallet)); });
}

Pubkey creator_record_address(const Pubkey& creator) {
  return find(program::kCreatorSeed, to_program(creator)).address;
}

}  // namespace zestron::protocols::agent_factory
