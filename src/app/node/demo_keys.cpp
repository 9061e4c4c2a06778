#include "app/node/demo_keys.hpp"

#include "codec/sha256.hpp"
#include "protocols/agent_factory/types.hpp"

#include <algorithm>

namespace zestron::node {

std::string_view derivation(DemoRole role) {
  switch (role) {
    case DemoRole::kOwner: return "zestron/demo/owner";
    case DemoRole::kExecutor: return "zestron/demo/executor";
    case DemoRole::kAgentFactory: return protocols::agent_factory::kProgramKeyDerivation;
  }
  return {};
}

std::string_view file_name(DemoRole role) {
  switch (role) {
    case DemoRole::kOwner: return "owner.json";
    case DemoRole::kExecutor: return "executor.json";
    case DemoRole::kAgentFactory: return "agent_factory-program.json";
  }
  return {};
}

codec::Keypair demo_keypair(DemoRole role) {
  return codec::Keypair::from_secret(codec::sha256(as_bytes(derivation(role))).value());
}

bool is_demo_key(const Pubkey& key) {
  return std::any_of(kDemoRoles.begin(), kDemoRoles.end(),
                     [&](DemoRole role) { return demo_keypair(role).pubkey() == key; });
}

}  // namespace zestron::node
