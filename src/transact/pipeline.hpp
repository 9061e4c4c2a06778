// From an intent to a landed transaction: approve, build, simulate, release, sign, send; then confirm, rebroadcast or let
// expire. Has no thread and no clock: the caller proposes on ticks and calls on_slot as slots pass.
#pragma once

#include "domain/context_view.hpp"
#include "policy/approve.hpp"
#include "policy/release.hpp"
#include "ports/chain.hpp"
#include "ports/signer.hpp"
#include "transact/effect.hpp"

#include <functional>
#include <vector>

namespace zestron::transact {

/// Instructions that carry out an intent, paid and signed by `fee_payer`.
using InstructionBuilder =
    std::function<std::vector<codec::Instruction>(const domain::Intent& intent, const Pubkey& fee_payer)>;

struct Setup {
  policy::KnownPrograms programs;
  InstructionBuilder build;
  Commitment blockhash = Commitment::kConfirmed;  ///< of the blockhash that transactions name
  Commitment wanted = Commitment::kConfirmed;     ///< at which an effect counts as landed
};

/// For one thread.
class Pipeline {
 public:
  /// `chain` outlives the pipeline.
  Pipeline(ports::Chain& chain, Setup setup) : chain_(chain), setup_(std::move(setup)) {}

  /// Everything up to the send, at once. The effect that comes back is kSent, or kRefused with the reason; a chain that is
  /// busy or away refuses too, for nothing was sent.
  Effect propose(const domain::Intent& intent, const domain::ContextView& view, const policy::Policy& policy,
                 ports::Signer& signer);

  /// Looks at everything in flight; returns the effects that ended. Sends again what may still land.
  std::vector<Effect> on_slot();

  /// Counts an approval of the past against today's caps: what was used up stays used up after a restart.
  void recall(const Pubkey& agent, UnixMillis at) { usage_.count(agent, at); }

  /// True while an effect of `agent` is neither landed, failed nor expired.
  [[nodiscard]] bool in_flight(const Pubkey& agent) const;

 private:
  struct InFlight {
    Effect effect;
    Bytes wire;
  };

  ports::Chain& chain_;
  Setup setup_;
  policy::Usage usage_;
  std::vector<InFlight> in_flight_;
};

}  // namespace zestron::transact
