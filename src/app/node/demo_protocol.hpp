// The protocol on the demo's chain: its programs deployed, ZEST minted and split, every singleton created, a pool to trade in,
// and governance as authority of all of it. As steps, each of which sees on chain whether it is done.
#pragma once

#include "app/embedded/embedded.hpp"
#include "app/node/demo_keys.hpp"
#include "codec/transaction/transaction.hpp"
#include "ports/chain.hpp"
#include "protocols/client/resolve.hpp"
#include "protocols/swap_pool/new_pool.hpp"

#include <nlohmann/json_fwd.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace zestron::node {

struct DemoStep {
  using Transactions = std::vector<std::vector<codec::Instruction>>;

  std::string title;
  std::function<bool()> done;                                       ///< as the chain stands
  std::function<std::expected<Transactions, std::string>()> build;  ///< one list a transaction, in order
  std::vector<const codec::Keypair*> signers;                       ///< the first pays; who has not to sign does not
};

/// Where `program` has its account of that type; `names` are those that its seeds ask for.
Pubkey derived(const std::string& program, const std::string& type, const protocols::client::Names& names = {});

/// Owns the keys that its steps sign with.
class DemoProtocol {
 public:
  /// `chain` outlives it.
  DemoProtocol(ports::Chain& chain, std::span<const embedded::Program> programs);

  [[nodiscard]] std::vector<DemoStep> steps() const;
  [[nodiscard]] const codec::Keypair& owner() const { return owner_; }

  /// An instruction of one of the programs, whose other accounts follow from these and the chain; the owner signs. It reads the chain.
  [[nodiscard]] std::expected<codec::Instruction, std::string> call(const std::string& program,
                                                                    const std::string& instruction,
                                                                    const protocols::client::Names& names,
                                                                    const nlohmann::json& arguments) const;
  /// Makes a pool with what the owner gives to it.
  [[nodiscard]] DemoStep pool_step(std::string title, DemoRole pool, DemoRole shares,
                                   const protocols::swap_pool::NewSide& a,
                                   const protocols::swap_pool::NewSide& b) const;

 private:
  struct Deployed {
    embedded::Program program;
    codec::Keypair key, buffer;
  };

  [[nodiscard]] std::optional<ports::AccountState> account(const Pubkey& key) const;
  [[nodiscard]] bool exists(const Pubkey& key) const { return account(key).has_value(); }
  [[nodiscard]] Lamports rent(std::size_t size) const;
  [[nodiscard]] std::vector<const codec::Keypair*> with_owner(std::vector<const codec::Keypair*> others) const;
  void add_deployment(std::vector<DemoStep>& steps) const;
  void add_zest(std::vector<DemoStep>& steps) const;
  void add_singletons(std::vector<DemoStep>& steps) const;
  void add_pool(std::vector<DemoStep>& steps) const;
  void add_authority(std::vector<DemoStep>& steps) const;

  ports::Chain& chain_;
  [[nodiscard]] const codec::Keypair& keypair(DemoRole role) const;
  codec::Keypair owner_, zest_, reserve_, sink_, pool_;
  std::vector<codec::Keypair> keypairs_;  // of kDemoRoles
  std::vector<Deployed> programs_;
};

/// US dollars of the demo: its mint stands where USDC's does on mainnet, and the demo's owner mints them.
const Pubkey& demo_usdc();

/// Accounts that the demo's genesis holds: the stand-in mint, the first entries of governance's registries, since the votes that would
/// make them can't have been held, and the SOL of owner and executor. For zb_genesis.
nlohmann::json demo_genesis_accounts(const Pubkey& price_owner, const Pubkey& price_feed);

}  // namespace zestron::node
