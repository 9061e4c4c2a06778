#include "transact/pipeline.hpp"

#include "transact/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace zestron::transact {
namespace {

// A clock that stood ahead of itself and was set back by no more than this lets agents go on that did nothing meanwhile.
constexpr std::int64_t kSetBackMsMax = 7 * policy::kApprovalCountsMs;

// The message again with the limit that the simulation calls for. Only this number falls, and the fee with it, so what the gate saw
// simulated bounds what is signed.
void lower_limit(codec::Message& message, std::uint32_t units) {
  const auto wanted = set_compute_unit_limit(units);
  for (auto& instruction : message.instructions) {
    if (message.keys[instruction.program_index] == wanted.program && instruction.data[0] == wanted.data[0])
      instruction.data = wanted.data;
  }
}

// Why the chain, the journal or a signer could not.
template <class Code>
std::unexpected<Obstacle> obstacle(const Failure<Code>& failure) {
  return std::unexpected(Obstacle{0, failure.message});
}
std::unexpected<Obstacle> obstacle(const policy::Refusal& refusal) {
  return std::unexpected(Obstacle{static_cast<std::uint16_t>(refusal.reason), refusal.message});
}
std::unexpected<Obstacle> obstacle(std::string message) { return std::unexpected(Obstacle{0, std::move(message)}); }

ports::Consents consents_of(const policy::Approvals& approvals) {
  ports::Consents out{approvals.newest(), {}};
  for (const auto& [number, agent, action, expires, approved] : approvals.all())
    out.waiting.push_back({number, agent, action, expires, approved});
  return out;
}

std::string_view why(policy::ApprovalError error) {
  switch (error) {
    case policy::ApprovalError::kFull: return "the queue is full";
    case policy::ApprovalError::kUnknown: return "nothing waits under that number; it may have expired";
    case policy::ApprovalError::kDecided: return "it was approved before";
  }
  return "it cannot be decided";
}

Effect refused(Effect effect, std::string reason) {
  effect.state = State::kRefused;
  effect.reason = std::move(reason);
  return effect;
}

}  // namespace

ports::JournalOutcome<void> Pipeline::resume() {
  const auto last = journal_.last_approval();
  if (!last) return std::unexpected(last.error());
  if (*last) {
    const auto earliest = (*last)->value() - kSetBackMsMax;
    usage_.begin_at(UnixMillis(earliest));
    const auto approvals = journal_.approvals(UnixMillis(earliest - policy::kApprovalCountsMs));
    if (!approvals) return std::unexpected(approvals.error());
    for (const auto& approval : *approvals) policy::recall(approval.intent, approval.at, usage_);
  }
  auto consents = journal_.consents();
  if (!consents) return std::unexpected(consents.error());
  std::vector<policy::Approvals::Entry> waiting;
  for (auto& [number, agent, action, expires, approved] : consents->waiting)
    waiting.push_back({number, agent, action, expires, approved});
  usage_.approvals().restore(std::move(waiting), consents->newest);
  auto left = journal_.in_flight();
  if (!left) return std::unexpected(left.error());
  for (auto& effect : *left) {
    lanes_.entered(effect.lane);
    in_flight_.push_back({std::move(effect), std::nullopt});
  }
  tally_.resumed = in_flight_.size();
  return {};
}

ports::JournalOutcome<Pipeline::Newest> Pipeline::newest(const Pubkey& agent) {
  if (const auto known = newest_.find(agent); known != newest_.end()) return known->second;
  const auto last = journal_.last_sequence(agent);
  if (!last) return std::unexpected(last.error());
  Newest out;
  if (*last != 0) {
    const auto effect = journal_.find(agent, *last);
    if (!effect) return std::unexpected(effect.error());
    if (*effect) out = {*last, (*effect)->state, (*effect)->attempt};
  }
  return newest_[agent] = out;
}

ports::JournalOutcome<void> Pipeline::record(std::span<const Effect> steps, const ports::Consents* consents) {
  auto kept = journal_.record(steps, consents);
  for (const auto& effect : steps) {
    const auto known = newest_.find(effect.intent.agent);
    if (known == newest_.end()) continue;
    if (!kept) {
      newest_.erase(known);  // what the journal holds now, it will say itself
    } else if (effect.intent.sequence >= known->second.sequence) {
      known->second = {effect.intent.sequence, effect.state, effect.attempt};
    }
  }
  return kept;
}

Effect Pipeline::refuse(const Effect& proposed, Obstacle why) {
  auto effect = refused(proposed, std::move(why.message));
  const auto& intent = effect.intent;
  const Refused now{intent.sequence, why.rule};
  if (const auto last = refusals_.find(intent.agent); last == refusals_.end() || last->second != now) {
    refusals_[intent.agent] = now;
    // That it cannot be written changes nothing about a refusal.
    [[maybe_unused]] const auto kept = record(std::array{proposed, effect});
  }
  return effect;
}

std::expected<Effect, Obstacle> Pipeline::begin(const domain::Intent& intent) {
  Effect effect;
  effect.intent = intent;
  if (in_flight(intent.agent)) return obstacle("an effect of this agent is in flight");
  const auto last = newest(intent.agent);
  if (!last) return obstacle(last.error());
  if (intent.sequence > last->sequence) return effect;
  auto state = last->state;
  auto attempt = last->attempt;
  if (intent.sequence < last->sequence) {
    const auto known = journal_.find(intent.agent, intent.sequence);
    if (!known) return obstacle(known.error());
    if (!*known) return effect;
    state = (*known)->state;
    attempt = (*known)->attempt;
  }
  if (!ports::may_follow(state, State::kProposed))
    return obstacle(fmt::format("effect {} of this agent is {} already", intent.sequence, to_string(state)));
  effect.attempt = attempt + 1;
  return effect;
}

std::expected<codec::Message, Obstacle> Pipeline::compose(const Effect& effect, const Hash& blockhash,
                                                          std::span<const codec::AddressTable> tables) {
  auto built = setup_.build(effect.intent, effect.lane, effect.nonce);
  if (!built) return obstacle(std::move(built.error()));
  auto& instructions = *built;
  if (instructions.empty()) return obstacle("no instruction carries it out");
  if (setup_.fees) {
    std::vector<Pubkey> writable{effect.lane};
    for (const auto& instruction : instructions) {
      for (const auto& account : instruction.accounts) {
        if (account.writable) writable.push_back(account.key);
      }
    }
    auto recent = chain_.recent_priority_fees(writable);
    if (!recent) return obstacle(recent.error());
    instructions.insert(instructions.begin(),
                        {set_compute_unit_limit(kComputeUnitsMax),
                         set_compute_unit_price(priority_price(*std::move(recent), *setup_.fees))});
  }
  auto message = tables.empty() ? codec::compile_message(effect.lane, instructions, blockhash)
                                : codec::compile_message(effect.lane, instructions, blockhash, tables);
  if (!message) return obstacle(message.error());
  return *std::move(message);
}

std::optional<std::uint64_t> Pipeline::newest_landed(const domain::Intent& intent) {
  const auto& agent = intent.agent;
  const auto counter = domain::counter_of(intent.action);
  if (const auto known = landed_.find({agent, counter}); known != landed_.end()) return known->second;
  // After a restart: behind the newest landed effect there are only those that came to nothing.
  const auto last = journal_.last_sequence(agent);
  for (auto sequence = last ? *last : 0; sequence > 0; --sequence) {
    const auto effect = journal_.find(agent, sequence);
    if (!effect) return std::nullopt;
    if (!*effect || domain::counter_of((*effect)->intent.action) != counter) continue;
    if ((*effect)->state == State::kLanded && (*effect)->nonce) return landed_[{agent, counter}] = *(*effect)->nonce;
  }
  return std::nullopt;
}

std::expected<void, Obstacle> Pipeline::read_nonce(Effect& effect) {
  if (!setup_.nonce) return {};
  const auto nonce = setup_.nonce(chain_, effect.intent, setup_.proceed);
  if (!nonce) return obstacle(nonce.error());
  const auto landed = newest_landed(effect.intent);
  if (*nonce && landed && **nonce <= *landed)
    return obstacle("the chain that answers has not come to where this agent's last effect landed");
  effect.nonce = *nonce;
  return {};
}

std::expected<void, Obstacle> Pipeline::build(Effect& effect, const domain::ApprovedIntent& approved) {
  reaches(effect.intent, Stage::kBuild);
  auto* const signer = lanes_.pick();
  if (signer == nullptr) return obstacle("every executor has as much in flight as it may");
  effect.lane = signer->pubkey();
  if (auto read = read_nonce(effect); !read) return read;
  const auto blockhash = chain_.latest_blockhash(setup_.blockhash);
  if (!blockhash) return obstacle(blockhash.error());
  auto tables = read_tables(chain_, setup_.tables, blockhash->slot);
  if (!tables) return obstacle(tables.error());
  auto message = compose(effect, blockhash->blockhash, *tables);
  if (!message) return std::unexpected(message.error());
  if (observer_ != nullptr) observer_->composed(effect.intent, *message);
  reaches(effect.intent, Stage::kSimulate);
  const auto trial = simulate(chain_, *message, *std::move(tables));
  if (!trial) return obstacle(trial.error());
  if (observer_ != nullptr) observer_->simulated(effect.intent, trial->compute_units);
  if (setup_.fees) lower_limit(*message, compute_unit_limit(trial->compute_units, *setup_.fees));
  reaches(effect.intent, Stage::kRelease);
  const auto released = policy::release(approved, *message, trial->report, setup_.programs,
                                        setup_.ours ? setup_.ours(effect.intent) : policy::Ours{});
  if (!released) return obstacle(released.error());
  reaches(effect.intent, Stage::kSign);
  const auto signature = signer->sign(*released);
  if (!signature) return obstacle(signature.error());

  effect.state = State::kBuilt;
  effect.signature = *signature;
  effect.last_valid_block_height = blockhash->last_valid_block_height;
  effect.wire = codec::Transaction{{*signature}, released->message()}.serialize();
  return {};
}

Effect Pipeline::propose(const domain::Intent& intent, const domain::ContextView& view, const policy::Policy& policy) {
  const auto proposed = begin(intent);
  if (!proposed) {
    // Not written: the row of this sequence belongs to what was begun before.
    tally_.refused += 1;
    if (observer_ != nullptr) observer_->refused(intent, proposed.error());
    Effect unknown;
    unknown.intent = intent;
    return refused(std::move(unknown), proposed.error().message);
  }
  auto effect = carry_out(*proposed, view, policy);
  if (!effect) {
    tally_.refused += 1;
    if (observer_ != nullptr) observer_->refused(intent, effect.error());
    return refuse(*proposed, std::move(effect.error()));
  }
  return *std::move(effect);
}

// With the queue as it is without the consent that the effect uses up, if there is one.
ports::JournalOutcome<void> Pipeline::write_signed(const Effect& proposed, const Effect& approved, const Effect& built,
                                                   const domain::ApprovedIntent& approval) {
  const std::array steps{proposed, approved, built};
  const auto& [agent, slot, sequence, action] = approval.intent();
  if (!usage_.approvals().allows(agent, action, *approved.approved_at)) return record(steps);
  auto after = usage_.approvals();
  after.take(agent, action);
  const auto consents = consents_of(after);
  return record(steps, &consents);
}

std::expected<void, std::string> Pipeline::decide(std::uint64_t number, bool approved, UnixMillis now) {
  auto after = usage_.approvals();
  if (const auto done = approved ? after.approve(number, now) : after.reject(number, now); !done)
    return std::unexpected(std::string(why(done.error())));
  if (const auto kept = journal_.keep(consents_of(after)); !kept) return std::unexpected(kept.error().message);
  usage_.approvals() = std::move(after);
  return {};
}

std::expected<Effect, Obstacle> Pipeline::carry_out(const Effect& proposed, const domain::ContextView& view,
                                                    const policy::Policy& policy) {
  reaches(proposed.intent, Stage::kApprove);
  const auto asked = usage_.approvals().newest();
  const auto approval = policy::approve(proposed.intent, view, policy, usage_);
  if (!approval) {
    // A number that a person is told must not come to mean something else after a crash.
    if (usage_.approvals().newest() != asked) {
      if (auto kept = journal_.keep(consents_of(usage_.approvals())); !kept) return obstacle(kept.error());
    }
    return obstacle(approval.error());
  }
  auto approved = proposed;
  approved.state = State::kApproved;
  approved.approved_at = view.now;
  auto effect = approved;
  if (auto built = build(effect, *approval); !built) return std::unexpected(std::move(built.error()));
  reaches(effect.intent, Stage::kJournal);
  // From here on a copy may reach the chain, so it is on disk first: signature, bytes and last height.
  if (auto written = write_signed(proposed, approved, effect, *approval); !written) return obstacle(written.error());
  policy::book(*approval, view.now, usage_);
  tally_.signed_once += 1;
  refusals_.erase(effect.intent.agent);
  lanes_.entered(effect.lane);
  reaches(effect.intent, Stage::kSend);
  // Whatever the answer is, the bytes may be on their way; only the chain's word or the block height ends a built effect.
  if (chain_.send(effect.wire)) {
    auto sent = effect;
    sent.state = State::kSent;
    if (record({&sent, 1})) effect.state = State::kSent;
  }
  in_flight_.push_back({effect, std::nullopt});
  return effect;
}

Observation Pipeline::observe(const Effect& effect, const ports::Tip& tip, ports::Sighting sighting) {
  Observation seen{tip, std::move(sighting), std::nullopt};
  if (!effect.nonce || !setup_.nonce) return seen;
  // A chain's account read is dear: it is asked only where the answer decides.
  const auto& status = seen.sighting.status;
  if (status ? status->commitment < setup_.wanted : tip.block_height <= effect.last_valid_block_height) return seen;
  if (const auto nonce = setup_.nonce(chain_, effect.intent, setup_.wanted)) seen.nonce = *nonce;
  return seen;
}

std::vector<Effect> Pipeline::on_slot() {
  std::vector<Effect> ended;
  if (in_flight_.empty()) return ended;
  // Before any signature is looked for: "not found" must be newer than the height that makes it final.
  const auto tip = chain_.tip(Commitment::kFinalized);
  if (!tip) return ended;
  for (auto& item : in_flight_) {
    auto sighting = chain_.sight(item.effect.signature);
    if (!sighting) continue;
    const auto settled = sighting->status ? std::optional(sighting->status->commitment) : std::nullopt;
    if (item.seen && !settled) tally_.rolled_back += 1;
    item.seen = settled;
    auto next = advance(item.effect, observe(item.effect, *tip, *std::move(sighting)), setup_.wanted);
    if (next.todo == Todo::kRebroadcast) {
      // A refused copy changes nothing: the first one may still land, and the height ends it otherwise.
      tally_.rebroadcasts += 1;
      const bool taken = chain_.send(item.effect.wire).has_value();
      if (taken && item.effect.state == State::kBuilt) next.state = State::kSent;
    }
    if (next.state == item.effect.state) continue;
    auto moved = item.effect;
    moved.state = next.state;
    moved.slot = next.slot;
    moved.reason = std::move(next.reason);
    // What cannot be written has not happened: it is looked at again in the next slot.
    if (!record({&moved, 1})) continue;
    item.effect = std::move(moved);
    if (!domain::is_final(item.effect.state)) continue;
    lanes_.left(item.effect.lane);
    const auto& intent = item.effect.intent;
    if (item.effect.state == State::kLanded && item.effect.nonce)
      landed_[{intent.agent, domain::counter_of(intent.action)}] = *item.effect.nonce;
    tally_.landed += item.effect.state == State::kLanded;
    tally_.failed += item.effect.state == State::kFailed;
    tally_.expired += item.effect.state == State::kExpired;
    ended.push_back(item.effect);
  }
  std::erase_if(in_flight_, [](const InFlight& item) { return domain::is_final(item.effect.state); });
  return ended;
}

bool Pipeline::in_flight(const Pubkey& agent) const {
  // Where nothing may begin before the end, the end is what the journal says: status and counter agreed.
  const bool until_the_end = setup_.proceed == setup_.wanted;
  return std::any_of(in_flight_.begin(), in_flight_.end(), [&](const InFlight& item) {
    return item.effect.intent.agent == agent && (until_the_end || !item.seen || *item.seen < setup_.proceed);
  });
}

std::uint64_t Pipeline::next_sequence(const Pubkey& agent) {
  const auto last = newest(agent);
  if (!last) return 0;
  // A number that was only ever refused is still free; else an agent that is refused at every tick would write at every tick.
  return last->sequence != 0 && last->state == State::kRefused ? last->sequence : last->sequence + 1;
}

}  // namespace zestron::transact
