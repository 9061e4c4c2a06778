// From an intent to a landed transaction: approve, build, simulate, release, sign, journal, send; then confirm, rebroadcast or let
// expire. Has no thread and no clock: the caller proposes on ticks and calls on_slot as slots pass.
#pragma once

#include "domain/context_view.hpp"
#include "policy/approve.hpp"
#include "policy/release.hpp"
#include "ports/chain.hpp"
#include "ports/journal.hpp"
#include "ports/signer.hpp"
#include "transact/effect.hpp"
#include "transact/fees.hpp"
#include "transact/lanes.hpp"
#include "transact/observer.hpp"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace zestron::transact {

/// Instructions that carry out an intent in one transaction, paid and signed by `fee_payer`. `nonce` is what Setup::nonce read; none
/// when the intent was formed on another count than that. The error is a line for people.
using Built = std::expected<std::vector<codec::Instruction>, std::string>;
using InstructionBuilder =
    std::function<Built(const domain::Intent& intent, const Pubkey& fee_payer, std::optional<std::uint64_t> nonce)>;

/// Which accounts are the agent's own, for the second gate. Spends are refused where nobody says.
using OwnAccounts = std::function<policy::Ours(const domain::Intent& intent)>;

/// The counter on chain that effects of `intent` move, the wallet's nonce above all: by it an effect is recognised whose signature
/// the chain has forgotten. nullopt: it has none.
using NonceReader = std::function<ports::ChainOutcome<std::optional<std::uint64_t>>(
    ports::Chain& chain, const domain::Intent& intent, Commitment commitment)>;

struct Setup {
  policy::KnownPrograms programs;
  InstructionBuilder build;
  OwnAccounts ours{};
  NonceReader nonce{};             ///< empty: effects have none
  std::optional<FeeRules> fees{};  ///< nullopt: no compute budget is asked for, as where a slot takes what comes
  std::vector<Pubkey>
      tables{};  ///< address lookup tables that transactions may load accounts from; with any, they are version 0
  Commitment blockhash = Commitment::kConfirmed;  ///< of the blockhash that transactions name
  Commitment proceed = Commitment::kConfirmed;    ///< at which the next effect of the same agent may begin
  Commitment wanted = Commitment::kConfirmed;  ///< at which an effect counts as landed; never less settled than proceed
  std::size_t lane_depth_max = 16;
};

/// What went on, for telemetry; counts since the start.
struct Tally {
  std::uint64_t signed_once = 0, rebroadcasts = 0, landed = 0, failed = 0, expired = 0, refused = 0;
  std::uint64_t resumed = 0;      ///< taken up again from the journal
  std::uint64_t rolled_back = 0;  ///< times that a transaction which a slot held was not known any more
};

/// For one thread.
class Pipeline {
 public:
  /// All arguments but `setup` outlive the pipeline.
  Pipeline(ports::Chain& chain, ports::Journal& journal, std::vector<ports::Signer*> lanes, Setup setup)
      : chain_(chain), journal_(journal), lanes_(std::move(lanes), setup.lane_depth_max), setup_(std::move(setup)) {}

  /// It outlives the pipeline.
  void report_to(Observer& observer) { observer_ = &observer; }

  /// Takes up what an earlier run left: effects that may still land are watched and sent again, caps are counted from what was
  /// signed. Before anything else, once. Forgets nothing on an error; then do not go on.
  ports::JournalOutcome<void> resume();

  /// Everything up to the send, at once. The effect that comes back is kSent, kBuilt when the chain did not take it yet, or kRefused
  /// with the reason; a chain that is busy or away before the signature refuses too, for nothing was signed. The intent's agent and
  /// sequence are its identity: what has landed, or may still land, is refused.
  Effect propose(const domain::Intent& intent, const domain::ContextView& view, const policy::Policy& policy);

  /// Looks at everything in flight; returns the effects that ended. Sends again what may still land.
  std::vector<Effect> on_slot();

  /// True while an effect of `agent` has not been seen at Setup::proceed, and may.
  [[nodiscard]] bool in_flight(const Pubkey& agent) const;
  /// True when nothing may still land, nor come undone before Setup::wanted.
  [[nodiscard]] bool is_idle() const { return in_flight_.empty(); }
  /// False when every executor has as much in flight as it may, as far as on_slot() has seen.
  [[nodiscard]] bool has_room() const { return lanes_.pick() != nullptr; }
  /// The sequence that the next new intent of `agent` gets; 0 when the journal cannot be read.
  [[nodiscard]] std::uint64_t next_sequence(const Pubkey& agent);

  [[nodiscard]] const Tally& tally() const { return tally_; }

  /// Actions that wait for a person, and those that one consented to and that were not done yet. Oldest first.
  [[nodiscard]] std::span<const policy::Approvals::Entry> consents(UnixMillis now) {
    return usage_.approvals().entries(now);
  }
  /// A person's word on one of them. On disk when it returns; the error is a line for people, and nothing has changed.
  std::expected<void, std::string> decide(std::uint64_t number, bool approved, UnixMillis now);
  /// Kill switches and quarantine. Whoever turns them keeps them over a restart.
  [[nodiscard]] policy::Switches& switches() { return usage_.switches(); }

 private:
  struct InFlight {
    Effect effect;
    std::optional<Commitment> seen;  // how settled it was when last looked at
  };

  struct Refused {
    std::uint64_t sequence = 0;
    std::uint16_t rule = 0;
    bool operator==(const Refused&) const = default;
  };

  // The newest effect of an agent as the journal has it; sequence 0: there is none. Nobody else writes the journal.
  struct Newest {
    std::uint64_t sequence = 0;
    State state = State::kRefused;
    std::uint32_t attempt = 0;
  };
  ports::JournalOutcome<Newest> newest(const Pubkey& agent);
  ports::JournalOutcome<void> record(std::span<const Effect> steps, const ports::Consents* consents = nullptr);

  std::expected<Effect, Obstacle> begin(const domain::Intent& intent);
  std::expected<Effect, Obstacle> carry_out(const Effect& proposed, const domain::ContextView& view,
                                            const policy::Policy& policy);
  std::expected<void, Obstacle> build(Effect& effect, const domain::ApprovedIntent& approved);
  std::expected<void, Obstacle> read_nonce(Effect& effect);
  std::optional<std::uint64_t> newest_landed(const domain::Intent& intent);
  ports::JournalOutcome<void> write_signed(const Effect& proposed, const Effect& approved, const Effect& built,
                                           const domain::ApprovedIntent& approval);
  std::expected<codec::Message, Obstacle> compose(const Effect& effect, const Hash& blockhash,
                                                  std::span<const codec::AddressTable> tables);
  Effect refuse(const Effect& proposed, Obstacle why);
  void reaches(const domain::Intent& intent, Stage stage) const {
    if (observer_ != nullptr) observer_->reaches(intent, stage);
  }
  Observation observe(const Effect& effect, const ports::Tip& tip, ports::Sighting sighting);

  ports::Chain& chain_;
  ports::Journal& journal_;
  Lanes lanes_;
  Setup setup_;
  policy::Usage usage_;
  std::vector<InFlight> in_flight_;
  using Counted = std::pair<Pubkey, domain::Counter>;
  std::map<Counted, std::uint64_t> landed_;  // of each counter: what the newest landed effect has used up
  std::map<Pubkey, Newest> newest_;          // of agents that were asked for
  std::map<Pubkey, Refused> refusals_;       // the newest that was written: the same one at every tick is written once
  Tally tally_;
  Observer* observer_ = nullptr;
};

}  // namespace zestron::transact
