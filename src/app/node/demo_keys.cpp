#include "app/node/demo_keys.hpp"

#include "codec/sha256.hpp"
#include "protocols/client/programs.hpp"

#include <algorithm>

namespace zestron::node {

std::string_view derivation(DemoRole role) {
  switch (role) {
    case DemoRole::kOwner: return "zestron/demo/owner";
    case DemoRole::kExecutor: return "zestron/demo/executor";
    case DemoRole::kDevelopers: return "zestron/demo/developers";
    case DemoRole::kZestMint: return "zestron/demo/zest";
    case DemoRole::kRewardsReserve: return "zestron/demo/rewards-reserve";
    case DemoRole::kSlashSink: return "zestron/demo/slash-sink";
    case DemoRole::kPool: return "zestron/demo/pool";
    case DemoRole::kPoolShares: return "zestron/demo/pool-shares";
    case DemoRole::kDearPool: return "zestron/demo/dear-pool";
    case DemoRole::kDearPoolShares: return "zestron/demo/dear-pool-shares";
    case DemoRole::kSolPool: return "zestron/demo/sol-pool";
    case DemoRole::kSolPoolShares: return "zestron/demo/sol-pool-shares";
  }
  return {};
}

std::string_view file_name(DemoRole role) {
  switch (role) {
    case DemoRole::kOwner: return "owner.json";
    case DemoRole::kExecutor: return "executor.json";
    case DemoRole::kDevelopers: return "developers.json";
    case DemoRole::kZestMint: return "zest.json";
    case DemoRole::kRewardsReserve: return "rewards-reserve.json";
    case DemoRole::kSlashSink: return "slash-sink.json";
    case DemoRole::kPool: return "pool.json";
    case DemoRole::kPoolShares: return "pool-shares.json";
    case DemoRole::kDearPool: return "dear-pool.json";
    case DemoRole::kDearPoolShares: return "dear-pool-shares.json";
    case DemoRole::kSolPool: return "sol-pool.json";
    case DemoRole::kSolPoolShares: return "sol-pool-shares.json";
  }
  return {};
}

codec::Keypair demo_keypair(DemoRole role) {
  return codec::Keypair::from_secret(codec::sha256(as_bytes(derivation(role))).value());
}

codec::Keypair program_keypair(std::string_view program) {
  return codec::Keypair::from_secret(codec::sha256(as_bytes("zestron/program/" + std::string(program))).value());
}

bool is_demo_key(const Pubkey& key) {
  return std::ranges::any_of(kDemoRoles, [&](DemoRole role) { return demo_keypair(role).pubkey() == key; }) ||
         std::ranges::any_of(protocols::client::programs(), [&](const auto& program) { return program.id == key; });
}

}  // namespace zestron::node
