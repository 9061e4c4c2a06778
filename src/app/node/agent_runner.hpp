// The agents of a node: each slot through each active agent's graph, and what comes of it: claims and intents to the pipeline, questions to
// models and people, messages to each other. What an agent was fed is on disk before its slot is sealed, so that it stands again where
// it stood after any crash; the journal sees to it that nothing it wanted is done twice.
//
//   one slot of an agent:   account ─ mail ─ observations ─ answers ─ decisions ─► graph ◄─ tick        then answers once more
//   one slot of all:        those who may act go through it, and act; then the rest; then what is still wanted or unclaimed
//
// Who may act is known before anybody looks (lookouts.hpp), so the agent that a tick makes act waits for none that cannot, nor for models
// that are asked for the others. All see the chain as it was before the first of them acted.
#pragma once

#include "agent/runtime.hpp"
#include "app/node/agent_activity.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/agent_tracer.hpp"
#include "app/node/approval_desk.hpp"
#include "app/node/changed_accounts.hpp"
#include "app/node/controls.hpp"
#include "app/node/inputs_first.hpp"
#include "app/node/lookouts.hpp"
#include "app/node/market_slots.hpp"
#include "app/node/narrator.hpp"
#include "app/node/observations.hpp"
#include "app/node/past/keeper.hpp"
#include "app/node/running_agent.hpp"
#include "app/node/telemetry.hpp"
#include "bundle/recorder.hpp"
#include "infra/file/folder_watch.hpp"
#include "policy/policy.hpp"
#include "ports/chain.hpp"
#include "ports/provider.hpp"
#include "ports/signer.hpp"
#include "transact/pipeline.hpp"
#include "transact/spending/spending.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace zestron::node {

/// Shows each tick of slots from `first` up to the newest confirmed one, oldest first.
using PastTicks = std::function<std::expected<void, std::string>(
    Slot first, const std::function<void(Slot, const domain::Tick&)>& show)>;

/// What agents may use besides the chain.
struct Services {
  std::vector<std::unique_ptr<ports::Provider>> providers = {};  ///< at most one of each service
  std::vector<policy::MintCap> node_spending = {};               ///< of all agents together, per day
};

/// For the loop thread.
class AgentRunner {
 public:
  /// `chain`, `journal`, `folder` and `narrator` outlive the runner. `signer` holds the key that acts for the agents.
  AgentRunner(ports::Chain& chain, ports::Journal& journal, const DataFolder& folder, Narrator& narrator,
              std::unique_ptr<ports::Signer> signer, Services services = {});
  ~AgentRunner();

  /// Notes all that agents are fed and what comes of it; outlives the runner. Before restore().
  void record_to(bundle::Recorder& recorder) { recorder_ = &recorder; }
  /// Traces what happens from the first on_slot on; outlives the runner.
  void trace_to(AgentTracer& tracer) {
    tracer_ = &tracer;
    pipeline_.report_to(tracer);
  }

  /// Told of every slot and effect; outlives the runner. Before restore().
  void watch(Telemetry& telemetry) { telemetry_ = &telemetry; }

  /// Says what changed on the chain, which it observes; outlives the runner. Without it, every agent looks at all that concerns it in
  /// every slot. Before restore().
  void watch(ChangedAccounts& changed) { changed_ = &changed; }

  /// How many slots lie between two checkpoints of all agents; 0: none are kept.
  void keep_checkpoints(std::uint64_t every) { checkpoint_every_ = every; }
  /// Of all that began to be written; 0 without one.
  [[nodiscard]] Slot newest_checkpoint() const { return checkpoints_.newest(); }

  /// No checkpoint is gone on from: what is recorded then follows from the configs alone. Before restore().
  void feed_whole_past() { whole_past_ = true; }

  /// Brings every adopted agent to where it stood at `last`, from the newest checkpoint on by feeding it the past again, and takes up
  /// what the journal says may still land. Questions that had no answer are asked again. Before the first on_slot.
  std::expected<void, std::string> restore(Slot last, const PastTicks& past);

  /// Once a slot, while it is open. The error is for the operator: state can no longer be kept.
  std::expected<void, std::string> on_slot(const AttendedSlot& slot);

  /// True while something that was sent was not executed, or a trade is not on chain yet.
  [[nodiscard]] bool busy() const;
  /// Between two slots, at the end: looks until what was executed has landed, which depends on the disk alone; not longer than `most`.
  void let_land(std::chrono::milliseconds most);

  struct Totals {
    std::uint64_t trades = 0;
    std::int64_t net = 0;  ///< micro-units
  };
  /// Over all agents, since each one's present config began.
  [[nodiscard]] Totals totals() const;
  [[nodiscard]] const transact::Tally& tally() const { return pipeline_.tally(); }
  /// As they stand between two slots.
  [[nodiscard]] const std::map<Pubkey, RunningAgent>& agents() const { return agents_; }

 private:
  using Outcome = std::expected<void, std::string>;

  // Agents and their configs.
  Outcome look_for_agents();
  [[nodiscard]] std::string unservable(const agent::Config& config) const;
  Outcome follow_chain(RunningAgent& agent, Slot slot);
  Outcome note_activity(RunningAgent& agent, Slot slot, bool active, bool carried);
  Outcome change_config(RunningAgent& agent, Slot slot);
  void tell_once(const std::string& notice);

  // What concerns whom.
  void take_changes();
  void take_mail();
  [[nodiscard]] bool has_changed(const RunningAgent::Watch& watch) const;
  void rouse(RunningAgent& agent);
  void rouse_all();
  void note_watched(const RunningAgent& agent, RunningAgent::Watch& watch);
  void list_lookouts();
  std::vector<RunningAgent*> first_to_look(const std::optional<domain::Tick>& tick);

  // The past.
  struct Past {
    std::vector<Activity> lines;
    std::vector<Input> inputs;
    std::size_t line = 0, input = 0;  // the next ones
    Slot from;                        // the first one that is fed again
    Slot slot;                        // the one whose fuel is being used
  };
  std::expected<std::optional<past::Found>, std::string> find_checkpoint(Slot last);
  std::expected<Past, std::string> past_of(RunningAgent& agent, Slot last, std::optional<past::Found>& found);
  bool stand_at(RunningAgent& agent, Past& past, past::Found& found);
  void keep_checkpoint(Slot slot);
  void replay_lines(RunningAgent& agent, Past& past, Slot slot);
  void replay_inputs(RunningAgent& agent, Past& past, Slot slot, bool after_tick);
  void replay_tick(RunningAgent& agent, Past& past, Slot slot, const domain::Tick& tick);

  // One slot.
  Outcome take_controls();
  agent::Step feed(RunningAgent& agent, const domain::Event& event);
  void tell(const domain::Effect& effect);
  void feed_input(RunningAgent& agent, domain::Event event);
  void take_up(RunningAgent& agent, const agent::Step& step);
  Outcome sync_inputs();
  Outcome prepare(RunningAgent& agent, Slot slot, UnixMillis now);
  Outcome prepare_all(Slot slot, UnixMillis now);
  Outcome tick_first(const AttendedSlot& slot, UnixMillis now, const std::optional<domain::ContextView>& view);
  void feed_mail(RunningAgent& agent, Slot slot, UnixMillis now);
  void feed_news(RunningAgent& agent, Slot slot, UnixMillis now);
  Outcome feed_answers(Slot slot, UnixMillis now);
  void ask(RunningAgent& agent, const domain::Request& request);
  void tick(RunningAgent& agent, const domain::Event& event, const domain::ContextView& view);
  void narrate(const RunningAgent& agent, const agent::Step& step, const domain::ContextView& view);
  void settle(Slot slot);
  void take_ended();
  Outcome keep_inputs();

  // What is shown of them.
  api::AgentView view_of(const RunningAgent& agent);
  void show(const AttendedSlot& slot);

  // What agents want.
  void claim(RunningAgent& agent, const domain::ContextView& view);
  void act(RunningAgent& agent, const domain::ContextView& view);
  void act_at_once(RunningAgent& agent, const domain::ContextView& view);
  bool propose(RunningAgent& agent, const domain::Action& action, const domain::ContextView& view);

  // What people decide.
  Outcome take_decisions(Slot slot, UnixMillis now);
  std::expected<void, std::string> decide(const Decision& decision, Slot slot, UnixMillis now);
  Outcome publish_waiting(UnixMillis now);

  ports::Chain& chain_;
  const DataFolder& folder_;
  Narrator& narrator_;
  std::unique_ptr<ports::Signer> signer_;
  Services services_;
  std::map<Pubkey, RunningAgent> agents_;
  ChangedAccounts* changed_ = nullptr;
  std::unordered_set<Pubkey> changes_;  // accounts, since the last slot
  struct Watched {
    std::set<Pubkey> pools;   // that are read from it, among others
    std::set<Pubkey> acting;  // agents that may act when it changes
  };
  std::unordered_map<Pubkey, Watched> watched_;  // what agents look at
  Lookouts lookouts_;
  std::vector<RunningAgent*> by_place_;
  std::set<Pubkey> mailed_, addressed_;  // agents with mail for the next slot, and with mail of the last
  std::set<Pubkey> wanting_;             // with something wanted
  std::optional<Slot> settled_;          // the slot in which what is in flight was looked at last
  std::optional<InputLog> inputs_;
  past::Keeper checkpoints_;
  std::uint64_t checkpoint_every_ = 512;
  bool whole_past_ = false;
  std::string inputs_trouble_;  // why they could not be kept
  transact::Spending spending_;
  InputsFirst journal_;
  transact::Pipeline pipeline_;
  bundle::Recorder* recorder_ = nullptr;
  Telemetry* telemetry_ = nullptr;
  AgentTracer* tracer_ = nullptr;
  Observations observations_;
  // What people leave on disk for the node is looked at when there is something: between the tick and the transaction that it brings, each
  // look would be a part of the time.
  infra::FolderWatch adoptions_, controls_file_, decisions_;
  Controls controls_;
  bool controls_read_ = false;  // as they are on disk
  Quarantines quarantines_;
  std::vector<std::filesystem::path> decided_;  // files to be removed once their word is on disk
  std::vector<WaitingItem> waiting_;            // as published
  bool published_ = false;
  std::optional<domain::Tick> last_tick_;
  std::unique_ptr<std::byte[]> memory_;  // nothing in it
  std::set<std::string> told_;           // notices
};

}  // namespace zestron::node
