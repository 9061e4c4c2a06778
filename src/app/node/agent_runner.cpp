#include "app/node/agent_runner.hpp"

#include "agent/fleet.hpp"
#include "codec/base58.hpp"
#include "context/assemble.hpp"
#include "protocols/agent_factory/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <tuple>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;

constexpr std::chrono::milliseconds kLookEvery{1};
constexpr std::size_t kLargePiece = 96U << 10U;  // less than what glibc maps anew
// A graph may ask again because of an answer; more than so often in one slot waits for the next.
constexpr int kAnswerRounds = 3;

transact::Built build_claim(const domain::Intent& intent, const Pubkey& executor) {
  const auto& claim = std::get<domain::ClaimPerformance>(intent.action);
  auto instruction = factory::claim_performance({intent.agent, executor, factory::QuoteAmount(claim.gain),
                                                 factory::QuoteAmount(claim.loss), claim.trades, claim.root});
  if (!instruction) return std::unexpected(instruction.error().message);
  return std::vector{*std::move(instruction)};
}

// The chain's count of claimed trades is what a claim moves, and no other effect does.
ports::ChainOutcome<std::optional<std::uint64_t>> claimed_trades(ports::Chain& chain, const domain::Intent& intent,
                                                                 Commitment commitment) {
  const auto account = chain.account(intent.agent, commitment);
  if (!account) return std::unexpected(account.error());
  if (!*account) return std::optional<std::uint64_t>();
  const auto state = factory::decode_agent((*account)->owner, (*account)->data);
  return state ? std::optional<std::uint64_t>(state->claimed_performance.trades) : std::nullopt;
}

transact::Setup setup(transact::InstructionBuilder builder, const transact::Spending& spending) {
  // What an agent does next follows from `processed`: anything more settled would make it depend on how fast the disk was. An effect
  // counts as landed when it is confirmed, for a slot that is not on disk is gone after a crash, and its effects with it.
  return {.programs = {.agent_factory = factory::program_id(), .system = Pubkey{}},
          .build = std::move(builder),
          .ours = [&spending](const domain::Intent& intent) { return spending.ours(intent); },
          .nonce = [&spending](ports::Chain& chain, const domain::Intent& intent,
                               Commitment commitment) -> ports::ChainOutcome<std::optional<std::uint64_t>> {
            return domain::counter_of(intent.action) == domain::Counter::kClaims
                       ? claimed_trades(chain, intent, commitment)
                       : spending.nonce(intent, commitment);
          },
          .blockhash = Commitment::kProcessed,
          .proceed = Commitment::kProcessed,
          .wanted = Commitment::kConfirmed};
}

std::string_view service_of(const domain::Request& request) {
  return std::visit([](const auto& content) { return std::decay_t<decltype(content)>::kService; }, request.content);
}

}  // namespace

AgentRunner::AgentRunner(ports::Chain& chain, ports::Journal& journal, const DataFolder& folder, Narrator& narrator,
                         std::unique_ptr<ports::Signer> signer, Services services)
    : chain_(chain),
      folder_(folder),
      narrator_(narrator),
      signer_(std::move(signer)),
      services_(std::move(services)),
      checkpoints_(folder.agents() / "checkpoints"),
      spending_(
          chain,
          [this](const Pubkey& key) {
            const auto agent = agents_.find(key);
            return agent == agents_.end() ? std::nullopt : agent->second.wallet;
          },
          Commitment::kProcessed),
      journal_(journal, [this] { return sync_inputs(); }),
      pipeline_(chain, journal_, {signer_.get()},
                setup(
                    [this](const domain::Intent& intent, const Pubkey& executor,
                           std::optional<std::uint64_t> nonce) -> transact::Built {
                      const auto* claim = std::get_if<domain::ClaimPerformance>(&intent.action);
                      if (claim == nullptr) return spending_.build(intent, executor, nonce);
                      // Formed on another count than the chain's newest, the claim would add some trades twice.
                      const auto expected =
                          agents_.at(intent.agent).trades_before + claim->trades_total - claim->trades;
                      if (nonce && *nonce != expected) return std::unexpected("the chain counts other trades by now");
                      return build_claim(intent, executor);
                    },
                    spending_)),
      observations_(chain, folder),
      adoptions_(folder.agents()),
      controls_file_(folder.root(), folder.controls().filename()),
      decisions_(decisions_path(folder)) {}
AgentRunner::~AgentRunner() = default;

// What was written since the last slot. What agents look at is read now: what one of them does later in this slot is no news of it.
void AgentRunner::take_changes() {
  changes_.clear();
  if (changed_ == nullptr) return rouse_all();
  for (const auto& account : changed_->take()) {
    const auto watched = watched_.find(account);
    if (watched == watched_.end() || !changes_.insert(account).second) continue;
    static_cast<void>(observations_.account(account));
    for (const auto& pool : watched->second.pools)
      static_cast<void>(observations_.read({agent::Trigger::On::kPool, pool}, std::nullopt));
  }
}

// What is sent while it is delivered belongs to the next slot.
void AgentRunner::take_mail() {
  addressed_ = std::exchange(mailed_, {});
  for (const auto& key : addressed_) {
    auto& agent = agents_.at(key);
    agent.inbox.insert(agent.inbox.end(), agent.mail.begin(), agent.mail.end());
    agent.mail.clear();
  }
}

bool AgentRunner::has_changed(const RunningAgent::Watch& watch) const {
  if (watch.look || watch.follows_clock || changed_ == nullptr) return true;
  return std::ranges::any_of(watch.accounts, [&](const Pubkey& account) { return changes_.contains(account); });
}

// It is looked at before anybody acts: what it reads, nobody may have read yet.
void AgentRunner::rouse(RunningAgent& agent) {
  agent.stale = true;
  if (agent.place < by_place_.size()) lookouts_.rouse(agent.place);
}

void AgentRunner::rouse_all() {
  for (auto& [key, agent] : agents_) rouse(agent);
}

void AgentRunner::note_watched(const RunningAgent& agent, RunningAgent::Watch& watch) {
  if (watch.accounts == observations_.read_for_last()) return;
  watch.accounts = observations_.read_for_last();
  if (changed_ == nullptr) return;
  const bool acts = agent.config.plan()->may_act(watch.trigger);
  for (const auto& account : watch.accounts) {
    auto& watched = watched_[account];
    if (watch.trigger.on == agent::Trigger::On::kPool) watched.pools.insert(watch.trigger.key);
    if (acts) watched.acting.insert(agent.file.agent);
  }
}

// By key, so that places have the agents' order.
void AgentRunner::list_lookouts() {
  by_place_.clear();
  for (auto& [key, agent] : agents_) {
    agent.place = by_place_.size();
    by_place_.push_back(&agent);
    // Its own account may say that it goes on with other things to look at.
    watched_[key].acting.insert(key);
  }
  lookouts_.reset(by_place_.size());
}

// In the order of their keys: those of whom an action may come, and those who look at what nobody has read yet.
std::vector<RunningAgent*> AgentRunner::first_to_look(const std::optional<domain::Tick>& tick) {
  auto places = lookouts_.awake(tick ? std::optional(context::to_double(*tick)) : std::nullopt);
  const auto add = [&](const Pubkey& key) {
    if (const auto agent = agents_.find(key); agent != agents_.end()) places.push_back(agent->second.place);
  };
  for (const auto& account : changes_) {
    for (const auto& key : watched_.at(account).acting) add(key);
  }
  for (const auto& key : addressed_) add(key);
  for (const auto& key : wanting_) add(key);
  std::ranges::sort(places);
  const auto [first, last] = std::ranges::unique(places);
  places.erase(first, last);
  std::vector<RunningAgent*> out;
  out.reserve(places.size());
  for (const auto place : places) out.push_back(by_place_[place]);
  return out;
}

void AgentRunner::tell_once(const std::string& notice) {
  if (told_.insert(notice).second) narrator_.warning(notice);  // not again every few slots
}

// Why this node cannot run an agent of that config; empty when it can. An agent whose answers would never come is not started at all.
std::string AgentRunner::unservable(const agent::Config& config) const {
  for (const auto service : config.plan()->services()) {
    const bool served =
        service == domain::Consent::kService ||
        std::ranges::any_of(services_.providers, [&](const auto& provider) { return provider->service() == service; });
    if (!served) return fmt::format("it needs a {}, and none is configured", service);
  }
  for (const auto& trigger : config.plan()->triggers()) {
    if (trigger.on == agent::Trigger::On::kTick && trigger.key != Pubkey(config.market().feed.value()))
      return "it waits for prices of other feeds, and this node feeds its own market only";
  }
  return {};
}

AgentRunner::Outcome AgentRunner::look_for_agents() {
  std::vector<std::string> notices;
  bool begun = false;
  for (const auto& file : adopted_agents(folder_, notices)) {
    const auto known = agents_.find(file.agent);
    if (known != agents_.end() && (known->second.file == file || known->second.next == file)) continue;
    const auto config = load_config(folder_, file.config_hash);
    if (!config) {
      notices.push_back(config.error().message);
      continue;
    }
    if (const auto reason = unservable(*config); !reason.empty()) {
      notices.push_back(fmt::format("agent {} is not run: {}", codec::to_base58(file.agent), reason));
      continue;
    }
    if (known != agents_.end() && known->second.begun) {
      known->second.next = file;
      rouse(known->second);
      continue;
    }
    agents_.erase(file.agent);
    auto& agent = agents_.emplace(file.agent, RunningAgent(file, *config)).first->second;
    agent.policy.node_spending = services_.node_spending;
    if (recorder_ != nullptr) recorder_->begins(file.agent, agent.config.canonical());
    begun = true;
  }
  if (begun) list_lookouts();
  for (const auto& notice : notices) tell_once(notice);
  return {};
}

AgentRunner::Outcome AgentRunner::note_activity(RunningAgent& agent, Slot slot, bool active, bool carried) {
  const Activity line{slot, agent.file.config_hash, active, agent.trades_before, carried};
  if (auto kept = append_activity(folder_, agent.file.agent, line); !kept) return std::unexpected(kept.error().message);
  agent.begun = true;
  // While it was not active, nobody looked for it.
  if (active && !std::exchange(agent.active, active)) agent.look_around();
  agent.active = active;
  return {};
}

// Between two slots, so that no event falls in between: everything up to here went through the old graph, the rest goes through the new.
AgentRunner::Outcome AgentRunner::change_config(RunningAgent& agent, Slot slot) {
  const auto next = *agent.next;
  auto config = load_config(folder_, next.config_hash);
  if (!config) {
    tell_once(config.error().message);
    return {};
  }
  agent.upgrade(next, *std::move(config));
  if (recorder_ != nullptr) recorder_->begins(next.agent, agent.config.canonical(), true);
  narrator_.notice(
      fmt::format("agent {} goes on with config {}", codec::to_base58(next.agent), config_uri(next.config_hash)));
  return note_activity(agent, slot, agent.active, true);
}

AgentRunner::Outcome AgentRunner::follow_chain(RunningAgent& agent, Slot slot) {
  const auto account = observations_.account(agent.file.agent);
  if (!account) {
    agent.stale = true;  // read again next slot
    return {};
  }
  bool active = false;
  if (*account) {
    if (recorder_ != nullptr && (*account)->data != agent.account) {
      agent.account = (*account)->data;
      recorder_->account({slot, agent.file.agent, (*account)->owner, (*account)->lamports, agent.account});
    }
    if (const auto state = factory::decode_agent((*account)->owner, (*account)->data)) {
      agent.on_chain = state->claimed_performance.trades;
      const auto wallet = factory::wallet_address(agent.file.agent, factory::to_host(state->owner)).address;
      if (std::exchange(agent.wallet, wallet) != wallet) agent.look_around();
      const auto config = factory::to_host(state->config_hash);
      if (agent.next && agent.next->config_hash == config) {
        if (auto changed = change_config(agent, slot); !changed) return changed;
      }
      const auto* end = state->executors.items + state->executor_count;
      const bool ours = std::find(state->executors.items, end, factory::to_program(signer_->pubkey())) != end;
      active = ours && factory::program::is_active(*state) && config == agent.file.config_hash;
    }
  }
  active = active && !controls_.paused.contains(agent.file.agent);
  if (active == agent.active) return {};
  if (!agent.begun) agent.trades_before = agent.on_chain;
  return note_activity(agent, slot, active, false);
}

// Everything that a person turned, as it is on disk. A file that cannot be read stops all: nobody knows what it said.
AgentRunner::Outcome AgentRunner::take_controls() {
  if (!controls_file_.changed() && controls_read_) return {};
  auto read = load_controls(folder_);
  controls_read_ = read.has_value();
  auto& switches = pipeline_.switches();
  if (!read) {
    tell_once("all agents are held: " + read.error().message);
    switches.kill_all(true);
    return {};
  }
  switches.kill_all(read->all_killed);
  if (*read == controls_) return {};
  rouse_all();
  for (const auto& agent : controls_.killed) switches.revive(agent);
  for (const auto& agent : read->killed) switches.kill(agent);
  bool lifted = false;
  for (const auto& [agent, times] : read->resumed) {
    const auto held = quarantines_.find(agent);
    if (held == quarantines_.end() || held->second >= times) continue;
    switches.lift_quarantine(agent);
    quarantines_.erase(held);
    lifted = true;
  }
  controls_ = *std::move(read);
  if (!lifted) return {};
  if (auto kept = save_quarantines(folder_, quarantines_); !kept) return std::unexpected(kept.error().message);
  return {};
}

agent::Step AgentRunner::feed(RunningAgent& agent, const domain::Event& event) {
  if (recorder_ != nullptr) recorder_->fed(event, std::exchange(agent.fuel_full, false));
  if (tracer_ != nullptr) tracer_->step_begins();
  const auto step = agent.runtime.on_event(event);
  if (recorder_ != nullptr) recorder_->outcome(agent.runtime, step);
  if (tracer_ != nullptr) tracer_->stepped(agent, event, step);
  if (const auto* answer = std::get_if<domain::Answer>(&event.what)) {
    const auto asked = agent.asked.find(answer->node);
    if (asked != agent.asked.end() && asked->second.sequence == answer->sequence) agent.asked.erase(asked);
  }
  for (const auto& request : step.requests) agent.asked[request.node] = request;
  for (const auto& letter : step.letters) {
    const domain::Message message{agent.file.agent, letter.to, ++agent.letters, letter.number};
    const auto receiver = agents_.find(letter.to);
    if (receiver == agents_.end() || !receiver->second.active) continue;
    auto& mail = receiver->second.mail;
    const auto of_sender = std::ranges::count(mail, message.from, &domain::Message::from);
    if (static_cast<std::size_t>(of_sender) < agent::kMailboxMax) mail.push_back(message);
    mailed_.insert(letter.to);
  }
  return step;
}

void AgentRunner::tell(const domain::Effect& effect) {
  if (recorder_ != nullptr) recorder_->turned(effect);
  narrator_.effect(effect);
  if (telemetry_ != nullptr) telemetry_->turned(effect);
}

void AgentRunner::feed_input(RunningAgent& agent, domain::Event event) {
  event = as_recorded(std::move(event));
  const bool after_tick = agent.ticked == event.slot;
  if (auto kept = inputs_->append(agent.file.agent, {event, after_tick}); !kept) inputs_trouble_ = kept.error().message;
  take_up(agent, feed(agent, event));
}

// What came of an event, but for letters, which are on their way.
void AgentRunner::take_up(RunningAgent& agent, const agent::Step& step) {
  for (const auto& request : step.requests) ask(agent, request);
  for (const auto& intent : step.intents) agent.wants(intent);
  if (!agent.wanted.empty()) wanting_.insert(agent.file.agent);
}

void AgentRunner::ask(RunningAgent& agent, const domain::Request& request) {
  for (const auto& provider : services_.providers) {
    if (provider->service() != service_of(request) || provider->ask(agent.file.agent, request)) continue;
    tell_once(fmt::format("agent {}: its node '{}' could not ask, the {} has too much to do",
                          codec::to_base58(agent.file.agent), request.node, provider->service()));
  }
}

// What is new to an agent before the tick; once a slot.
AgentRunner::Outcome AgentRunner::prepare(RunningAgent& agent, Slot slot, UnixMillis now) {
  if (std::exchange(agent.prepared, slot) == slot) return {};
  agent.begin_tick();
  const auto key = agent.file.agent;
  if (agent.stale || !agent.active || changes_.contains(key)) {
    agent.stale = false;
    if (auto followed = follow_chain(agent, slot); !followed) return followed;
  }
  if (agent.active) {
    feed_mail(agent, slot, now);
    feed_news(agent, slot, now);
  }
  lookouts_.note(agent.place, agent.runtime.calm(), agent.is_restless());
  return {};
}

AgentRunner::Outcome AgentRunner::prepare_all(Slot slot, UnixMillis now) {
  for (auto& [key, agent] : agents_) {
    if (auto prepared = prepare(agent, slot, now); !prepared) return prepared;
  }
  return {};
}

// By sender, whichever of them was looked at first.
void AgentRunner::feed_mail(RunningAgent& agent, Slot slot, UnixMillis now) {
  std::ranges::sort(agent.inbox, {},
                    [](const domain::Message& message) { return std::tie(message.from, message.sequence); });
  for (auto& message : std::exchange(agent.inbox, {})) feed_input(agent, {slot, now, message});
}

void AgentRunner::feed_news(RunningAgent& agent, Slot slot, UnixMillis now) {
  for (auto& watch : agent.watches) {
    if (!has_changed(watch)) continue;
    observations_.begin_agent();
    auto what = observations_.read(watch.trigger, agent.wallet);
    note_watched(agent, watch);
    watch.look = !what;  // it is not there, or it could not be read
    if (!what || watch.seen == what) continue;
    watch.seen = what;
    feed_input(agent, {slot, now, *std::move(what)});
  }
}

AgentRunner::Outcome AgentRunner::feed_answers(Slot slot, UnixMillis now) {
  for (int round = 0; round < kAnswerRounds; ++round) {
    bool any = false;
    for (const auto& provider : services_.providers) {
      for (auto& [key, answer] : provider->take()) {
        const auto agent = agents_.find(key);
        if (agent == agents_.end()) continue;
        if (auto prepared = prepare(agent->second, slot, now); !prepared) return prepared;
        if (!agent->second.active) continue;
        const auto asked = agent->second.asked.find(answer.node);
        if (asked == agent->second.asked.end() || asked->second.sequence != answer.sequence) continue;
        if (const auto* failed = std::get_if<domain::Answer::Failed>(&answer.content);
            failed != nullptr && agent->second.failures.insert(failed->reason).second) {
          narrator_.warning(fmt::format("agent {}: its node '{}' has no answer: {}", codec::to_base58(key), answer.node,
                                        failed->reason));
        }
        feed_input(agent->second, {slot, now, std::move(answer)});
        any = true;
      }
    }
    if (!any) return {};
  }
  return {};
}

void AgentRunner::tick(RunningAgent& agent, const domain::Event& event, const domain::ContextView& view) {
  if (!agent.active || std::exchange(agent.ticked, event.slot) == event.slot) return;
  const auto step = feed(agent, event);
  take_up(agent, step);
  lookouts_.note(agent.place, agent.runtime.calm(), agent.is_restless());
  narrate(agent, step, view);
  if (!agent.wanted.empty()) act_at_once(agent, view);
}

// Through the tick before the others have looked at what is new to them.
AgentRunner::Outcome AgentRunner::tick_first(const AttendedSlot& slot, UnixMillis now,
                                             const std::optional<domain::ContextView>& view) {
  for (auto* agent : first_to_look(slot.tick)) {
    if (auto prepared = prepare(*agent, slot.slot, now); !prepared) return prepared;
  }
  if (auto fed = feed_answers(slot.slot, now); !fed) return fed;
  if (auto taken = take_decisions(slot.slot, now); !taken) return taken;
  if (!view || !slot.tick) return {};
  const domain::Event event{view->slot, view->now, view->tick};
  // Again: of what they were told, some are awake now who were not.
  for (auto* agent : first_to_look(slot.tick)) {
    if (auto prepared = prepare(*agent, slot.slot, now); !prepared) return prepared;
    tick(*agent, event, *view);
  }
  return {};
}

void AgentRunner::narrate(const RunningAgent& agent, const agent::Step& step, const domain::ContextView& view) {
  if (step.opened != nullptr) {
    narrator_.trade({agent.file.agent, view.slot, false, step.opened->price.mantissa, 0, step.opened->price.exponent, 0,
                     step.opened->number});
  }
  if (step.closed != nullptr) {
    narrator_.trade({agent.file.agent, view.slot, true, step.closed->opened.price.mantissa, step.closed->price.mantissa,
                     step.closed->price.exponent, step.closed->profit_micros, step.closed->opened.number});
  }
  const auto& position = agent.runtime.position();
  narrator_.standing({agent.file.agent, view.slot, view.tick, position.trades, position.realised_micros,
                      position.side != agent::Side::kFlat});
}

AgentRunner::Outcome AgentRunner::sync_inputs() {
  if (!inputs_trouble_.empty()) return std::unexpected(inputs_trouble_);
  auto synced = inputs_->sync();
  if (!synced) inputs_trouble_ = synced.error().message;
  if (!synced) return std::unexpected(inputs_trouble_);
  return {};
}

AgentRunner::Outcome AgentRunner::keep_inputs() {
  if (auto synced = sync_inputs(); !synced) return synced;
  for (const auto& file : std::exchange(decided_, {})) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
  }
  return {};
}

// What is in flight is looked at once a slot, before an agent of which something is in flight may act again, and after those who need not
// wait for that.
void AgentRunner::settle(Slot slot) {
  if (std::exchange(settled_, slot) == slot) return;
  take_ended();
}

void AgentRunner::take_ended() {
  for (const auto& ended : pipeline_.on_slot()) {
    tell(ended);
    if (tracer_ != nullptr) tracer_->ended(ended);
  }
}

void AgentRunner::let_land(std::chrono::milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!pipeline_.is_idle() && std::chrono::steady_clock::now() < end) {
    take_ended();
    std::this_thread::sleep_for(kLookEvery);
  }
}

AgentRunner::Outcome AgentRunner::on_slot(const AttendedSlot& slot) {
  if (adoptions_.changed()) {
    if (auto found = look_for_agents(); !found) return found;
  }
  if (auto taken = take_controls(); !taken) return taken;
  if (tracer_ != nullptr) tracer_->begin_slot(slot.slot, slot.tick);
  if (slot.tick) last_tick_ = slot.tick;
  std::optional<domain::ContextView> view;
  if (last_tick_) {
    if (auto assembled = context::assemble(slot.slot, slot.clock, *last_tick_)) view = *assembled;
  }
  const auto now = view ? view->now : UnixMillis(slot.clock.value() * 1'000);
  observations_.begin_slot(slot.slot, slot.clock);
  take_changes();
  take_mail();
  if (auto done = tick_first(slot, now, view); !done) return done;
  settle(slot.slot);
  if (auto prepared = prepare_all(slot.slot, now); !prepared) return prepared;
  if (auto fed = feed_answers(slot.slot, now); !fed) return fed;
  if (view && slot.tick) {
    const domain::Event event{view->slot, view->now, view->tick};
    for (auto& [key, agent] : agents_) tick(agent, event, *view);
    if (auto fed = feed_answers(slot.slot, now); !fed) return fed;
  }
  if (view) {
    for (auto& [key, agent] : agents_) {
      if (!agent.active) continue;
      claim(agent, *view);
      act(agent, *view);
    }
  }
  std::erase_if(wanting_, [&](const Pubkey& key) { return agents_.at(key).wanted.empty(); });
  if (auto kept = keep_inputs(); !kept) return kept;
  if (!journal_.trouble().empty()) return std::unexpected(journal_.trouble());
  if (recorder_ != nullptr) recorder_->flush();
  if (telemetry_ != nullptr) show(slot);
  if (tracer_ != nullptr) tracer_->end_slot();
  keep_checkpoint(slot.slot);
  // What many agents freed is put together now. glibc waits with that until a large piece is asked for, and half a millisecond later
  // would be the first account that the agent reads which acts on the next tick.
  memory_ = std::make_unique_for_overwrite<std::byte[]>(kLargePiece);
  return publish_waiting(now);
}

AgentRunner::Totals AgentRunner::totals() const {
  Totals totals;
  for (const auto& [key, agent] : agents_) {
    const auto& position = agent.runtime.position();
    totals.trades += position.trades;
    totals.net += position.realised_micros;
  }
  return totals;
}

bool AgentRunner::busy() const {
  return std::any_of(agents_.begin(), agents_.end(), [&](const auto& entry) {
    return pipeline_.in_flight(entry.first) || (entry.second.active && entry.second.unclaimed().has_value());
  });
}

}  // namespace zestron::node
