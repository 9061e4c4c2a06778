#include "message.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace grapnel::native {
namespace {

constexpr Pubkey kUpgradeableLoader = "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey;

// agave reserved-account-keys: builtin programs and sysvars.
constexpr std::array kReserved = {
    "11111111111111111111111111111111"_pubkey,
    "AddressLookupTab1e1111111111111111111111111"_pubkey,
    "BPFLoader1111111111111111111111111111111111"_pubkey,
    "BPFLoader2111111111111111111111111111111111"_pubkey,
    kUpgradeableLoader,
    "ComputeBudget111111111111111111111111111111"_pubkey,
    "Config1111111111111111111111111111111111111"_pubkey,
    "Ed25519SigVerify111111111111111111111111111"_pubkey,
    "Feature111111111111111111111111111111111111"_pubkey,
    "LoaderV411111111111111111111111111111111111"_pubkey,
    "NativeLoader1111111111111111111111111111111"_pubkey,
    "KeccakSecp256k11111111111111111111111111111"_pubkey,
    "Secp256r1SigVerify1111111111111111111111111"_pubkey,
    "StakeConfig11111111111111111111111111111111"_pubkey,
    "Stake11111111111111111111111111111111111111"_pubkey,
    "Vote111111111111111111111111111111111111111"_pubkey,
    "ZkE1Gama1Proof11111111111111111111111111111"_pubkey,
    "ZkTokenProof1111111111111111111111111111111"_pubkey,
    "Sysvar1111111111111111111111111111111111111"_pubkey,
    "SysvarC1ock11111111111111111111111111111111"_pubkey,
    "SysvarEpochRewards1111111111111111111111111"_pubkey,
    "SysvarEpochSchedu1e111111111111111111111111"_pubkey,
    "SysvarFees111111111111111111111111111111111"_pubkey,
    "Sysvar1nstructions1111111111111111111111111"_pubkey,
    "SysvarLastRestartS1ot1111111111111111111111"_pubkey,
    "SysvarRecentB1ockHashes11111111111111111111"_pubkey,
    "SysvarRent111111111111111111111111111111111"_pubkey,
    "SysvarRewards111111111111111111111111111111"_pubkey,
    "SysvarS1otHashes111111111111111111111111111"_pubkey,
    "SysvarS1otHistory11111111111111111111111111"_pubkey,
    "SysvarStakeHistory1111111111111111111111111"_pubkey,
};

}  // namespace

std::vector<client::Instruction> as_message(std::span<const client::Instruction> instructions) {
  std::map<Pubkey, client::Meta> rights;
  for (const client::Instruction& instruction : instructions) {
    rights[instruction.program_id];
    for (const client::Meta& meta : instruction.accounts) {
      rights[meta.key].is_signer |= meta.is_signer;
      rights[meta.key].is_writable |= meta.is_writable;
    }
  }
  // A program that the message calls is not to be written, but by the loader that upgrades it.
  const bool upgrades = rights.contains(kUpgradeableLoader);
  for (auto& [key, right] : rights) {
    const bool called = std::ranges::find(instructions, key, &client::Instruction::program_id) != instructions.end();
    if ((called && !upgrades) || std::ranges::find(kReserved, key) != kReserved.end()) right.is_writable = false;
  }
  std::vector<client::Instruction> out(instructions.begin(), instructions.end());
  for (client::Instruction& instruction : out) {
    for (client::Meta& meta : instruction.accounts)
      meta = {meta.key, rights[meta.key].is_signer, rights[meta.key].is_writable};
  }
  return out;
}

}  // namespace grapnel::native
