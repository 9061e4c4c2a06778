#include "app/node/agent_runner.hpp"

#include "agent/fleet.hpp"
#include "codec/base58.hpp"
#include "context/assemble.hpp"
#include "protocols/agent_factory/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;

constexpr std::chrono::milliseconds kFolderTimeUnsure{500};
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

// Sees what changes with time alone, and so has to look in every slot.
bool follows_clock(const RunningAgent& agent) {
  using On = agent::Trigger::On;
  return std::ranges::any_of(agent.triggers, [](const agent::Trigger& trigger) {
    return trigger.on == On::kProposal || trigger.on == On::kStake;
  });
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
      observations_(chain, folder) {}
AgentRunner::~AgentRunner() = default;

// Each agent whose account, or anything that it sees, may have changed since the last slot.
void AgentRunner::mark_stale() {
  if (changed_ == nullptr) {
    for (auto& [key, agent] : agents_) agent.stale = true;
    return;
  }
  for (const auto& account : changed_->take()) {
    const auto concerned = watched_.find(account);
    if (concerned == watched_.end()) continue;
    for (const auto& key : concerned->second) {
      if (const auto agent = agents_.find(key); agent != agents_.end()) agent->second.stale = true;
    }
  }
}

void AgentRunner::note_watched(const RunningAgent& agent) {
  if (changed_ == nullptr) return;
  watched_[agent.file.agent].insert(agent.file.agent);
  for (const auto& account : observations_.read_for_last()) watched_[account].insert(agent.file.agent);
}

void AgentRunner::tell_once(const std::string& notice) {
  if (told_.insert(notice).second) narrator_.notice(notice);  // not again every few slots
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

// A file that is put there changes the folder's time. Its clock is coarse, so a change just now may hide another.
bool AgentRunner::adoptions_changed() {
  std::error_code ec;
  const auto written = std::filesystem::last_write_time(folder_.agents(), ec);
  const bool settled = !ec && std::filesystem::file_time_type::clock::now() - written > kFolderTimeUnsure;
  return std::exchange(looked_at_, settled ? std::optional(written) : std::nullopt) != written || !settled;
}

AgentRunner::Outcome AgentRunner::look_for_agents() {
  std::vector<std::string> notices;
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
      known->second.stale = true;
      continue;
    }
    agents_.erase(file.agent);
    auto& agent = agents_.emplace(file.agent, RunningAgent(file, *config)).first->second;
    agent.policy.node_spending = services_.node_spending;
    if (recorder_ != nullptr) recorder_->begins(file.agent, agent.config.canonical());
  }
  for (const auto& notice : notices) tell_once(notice);
  return {};
}

AgentRunner::Outcome AgentRunner::note_activity(RunningAgent& agent, Slot slot, bool active, bool carried) {
  const Activity line{slot, agent.file.config_hash, active, agent.trades_before, carried};
  if (auto kept = append_activity(folder_, agent.file.agent, line); !kept) return std::unexpected(kept.error().message);
  agent.begun = true;
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
  const auto account = chain_.account(agent.file.agent, Commitment::kProcessed);
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
      agent.wallet = factory::wallet_address(agent.file.agent, factory::to_host(state->owner)).address;
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
  auto read = load_controls(folder_);
  auto& switches = pipeline_.switches();
  if (!read) {
    tell_once("all agents are held: " + read.error().message);
    switches.kill_all(true);
    return {};
  }
  switches.kill_all(read->all_killed);
  if (*read == controls_) return {};
  for (auto& [key, agent] : agents_) agent.stale = true;
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
  }
  return step;
}

void AgentRunner::tell(const domain::Effect& effect) {
  if (recorder_ != nullptr) recorder_->turned(effect);
  narrator_.effect(effect);
  if (telemetry_ != nullptr) telemetry_->turned(effect);
}

void AgentRunner::feed_input(RunningAgent& agent, domain::Event event, bool after_tick) {
  event = as_recorded(std::move(event));
  if (auto kept = inputs_->append(agent.file.agent, {event, after_tick}); !kept) inputs_trouble_ = kept.error().message;
  const auto step = feed(agent, event);
  for (const auto& request : step.requests) ask(agent, request);
  for (const auto& intent : step.intents) agent.wants(intent);
}

void AgentRunner::ask(RunningAgent& agent, const domain::Request& request) {
  for (const auto& provider : services_.providers) {
    if (provider->service() != service_of(request) || provider->ask(agent.file.agent, request)) continue;
    tell_once(fmt::format("agent {}: its node '{}' could not ask, the {} has too much to do",
                          codec::to_base58(agent.file.agent), request.node, provider->service()));
  }
}

void AgentRunner::feed_mail(RunningAgent& agent, Slot slot, UnixMillis now) {
  for (auto& message : std::exchange(agent.mail, {})) feed_input(agent, {slot, now, message}, false);
}

void AgentRunner::feed_news(RunningAgent& agent, Slot slot, UnixMillis now) {
  observations_.begin_agent();
  for (const auto& trigger : agent.triggers) {
    auto what = observations_.read(trigger, agent.wallet);
    if (!what) {
      agent.stale = true;  // not there, or it could not be read
      continue;
    }
    const auto known = agent.seen.find(trigger);
    if (known != agent.seen.end() && known->second == *what) continue;
    agent.seen.insert_or_assign(trigger, *what);
    feed_input(agent, {slot, now, *std::move(what)}, false);
  }
  note_watched(agent);
}

void AgentRunner::feed_answers(Slot slot, UnixMillis now, bool after_tick) {
  for (int round = 0; round < kAnswerRounds; ++round) {
    bool any = false;
    for (const auto& provider : services_.providers) {
      for (auto& [key, answer] : provider->take()) {
        const auto agent = agents_.find(key);
        if (agent == agents_.end() || !agent->second.active) continue;
        const auto asked = agent->second.asked.find(answer.node);
        if (asked == agent->second.asked.end() || asked->second.sequence != answer.sequence) continue;
        if (const auto* failed = std::get_if<domain::Answer::Failed>(&answer.content);
            failed != nullptr && agent->second.failures.insert(failed->reason).second) {
          narrator_.notice(fmt::format("agent {}: its node '{}' has no answer: {}", codec::to_base58(key), answer.node,
                                       failed->reason));
        }
        feed_input(agent->second, {slot, now, std::move(answer)}, after_tick);
        any = true;
      }
    }
    if (!any) return;
  }
}

void AgentRunner::tick(RunningAgent& agent, const domain::Event& event, const domain::ContextView& view) {
  const auto step = feed(agent, event);
  for (const auto& request : step.requests) ask(agent, request);
  for (const auto& intent : step.intents) agent.wants(intent);
  narrate(agent, step, view);
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

AgentRunner::Outcome AgentRunner::on_slot(const AttendedSlot& slot) {
  if (adoptions_changed()) {
    if (auto found = look_for_agents(); !found) return found;
  }
  if (auto taken = take_controls(); !taken) return taken;
  if (tracer_ != nullptr) tracer_->begin_slot(slot.slot, slot.tick);
  for (const auto& ended : pipeline_.on_slot()) {
    tell(ended);
    if (tracer_ != nullptr) tracer_->ended(ended);
  }
  if (slot.tick) last_tick_ = slot.tick;
  std::optional<domain::ContextView> view;
  if (last_tick_) {
    if (auto assembled = context::assemble(slot.slot, slot.clock, *last_tick_)) view = *assembled;
  }
  const auto now = view ? view->now : UnixMillis(slot.clock.value() * 1'000);
  observations_.begin_slot(slot.slot, slot.clock);
  mark_stale();
  for (auto& [key, agent] : agents_) {
    agent.begin_tick();
    const bool look = agent.stale;
    if (look) {
      agent.stale = follows_clock(agent);
      if (auto followed = follow_chain(agent, slot.slot); !followed) return followed;
    }
    if (!agent.active) {
      agent.stale = true;
      continue;
    }
    feed_mail(agent, slot.slot, now);
    if (look) feed_news(agent, slot.slot, now);
  }
  feed_answers(slot.slot, now, false);
  if (auto taken = take_decisions(slot.slot, now); !taken) return taken;
  if (view && slot.tick) {
    const domain::Event event{view->slot, view->now, view->tick};
    for (auto& [key, agent] : agents_) {
      if (!agent.active) continue;
      tick(agent, event, *view);
      if (agent.wanted.empty()) continue;
      claim(agent, *view);
      act(agent, *view);
    }
    feed_answers(slot.slot, now, true);
  }
  if (view) {
    for (auto& [key, agent] : agents_) {
      if (!agent.active) continue;
      claim(agent, *view);
      act(agent, *view);
    }
  }
  if (auto kept = keep_inputs(); !kept) return kept;
  if (!journal_.trouble().empty()) return std::unexpected(journal_.trouble());
  if (recorder_ != nullptr) recorder_->flush();
  if (telemetry_ != nullptr) show(slot);
  if (tracer_ != nullptr) tracer_->end_slot();
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
