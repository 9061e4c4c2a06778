// The agents of a node: each tick through each active agent's graph, and what the trades of all time add up to against what
// the chain has counted. A claim that was refused or expired is thereby made good later; the journal sees to it that none is made
// anew while it may still land.
#pragma once

#include "agent/runtime.hpp"
#include "app/node/agent_activity.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/market_slots.hpp"
#include "app/node/narrator.hpp"
#include "bundle/recorder.hpp"
#include "codec/transaction/keypair.hpp"
#include "policy/policy.hpp"
#include "ports/chain.hpp"
#include "ports/signer.hpp"
#include "transact/pipeline.hpp"

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace zestron::node {

/// Shows each tick of slots up to the newest confirmed one, oldest first.
using PastTicks =
    std::function<std::expected<void, std::string>(const std::function<void(Slot, const domain::Tick&)>& show)>;

/// For the loop thread.
class AgentRunner {
 public:
  /// `chain`, `journal`, `folder` and `narrator` outlive the runner. `signer` holds the key that acts for the agents.
  AgentRunner(ports::Chain& chain, ports::Journal& journal, const DataFolder& folder, Narrator& narrator,
              std::unique_ptr<ports::Signer> signer);
  ~AgentRunner();

  /// Notes all that agents are fed and what comes of it; outlives the runner. Before restore().
  void record_to(bundle::Recorder& recorder) { recorder_ = &recorder; }

  /// Brings every adopted agent to where it stood at `last`, by feeding it the past again, and takes up what the journal says may
  /// still land. Before the first on_slot.
  std::expected<void, std::string> restore(Slot last, const PastTicks& past);

  /// Once a slot, while it is open. The error is for the operator: state can no longer be kept.
  std::expected<void, std::string> on_slot(const AttendedSlot& slot);

  /// True while something that was sent has not ended, or a trade is not on chain yet.
  [[nodiscard]] bool busy() const;

  struct Totals {
    std::uint64_t trades = 0;
    std::int64_t net = 0;  ///< micro-units
  };
  /// Over all agents, since each one's present config began.
  [[nodiscard]] Totals totals() const;

 private:
  struct Running;

  std::expected<void, std::string> look_for_agents(Slot slot);
  std::expected<void, std::string> follow_chain(Running& agent, Slot slot);
  void tick(Running& agent, const domain::ContextView& view);
  void claim(Running& agent, const domain::ContextView& view);
  agent::Step feed(Running& agent, const domain::ContextView& view);
  void tell(const domain::Effect& effect);

  ports::Chain& chain_;
  const DataFolder& folder_;
  Narrator& narrator_;
  std::unique_ptr<ports::Signer> signer_;
  transact::Pipeline pipeline_;
  bundle::Recorder* recorder_ = nullptr;
  std::map<Pubkey, Running> agents_;
  std::optional<domain::Tick> last_tick_;
  std::set<std::string> told_;  // notices
  bool looked_ = false;
};

}  // namespace zestron::node
