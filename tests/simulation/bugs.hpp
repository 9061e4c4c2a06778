// The bugs that the simulation is held to: each is planted around the node's parts (planted.hpp) or in how they are set up (node.cpp),
// never in them, and must be found.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace zestron::simulation {

enum class Bug : std::uint8_t {
  kNone,
  kJournalAfterSend,   ///< the journal is written after the bytes went out
  kSignedAgainEarly,   ///< an effect counts as expired while its blockhash is still good
  kNonceIgnored,       ///< a signature that the chain forgot counts as never landed
  kUsageNotRebuilt,    ///< caps begin at nothing after a restart
  kLaggingExpiry,      ///< "not found" of an endpoint that lags ends an effect
  kSentAfterFinal,     ///< bytes go out again after their effect has ended
  kTwoInFlight,        ///< the next effect of an agent begins while one may still land
  kSimulationIgnored,  ///< a simulation that failed does not stop the transaction
  kDamageIgnored,      ///< a journal that does not open is replaced by an empty one
  kSyncSkipped,        ///< what was written is taken for durable: half of it may be torn away
  kLiarBelieved,       ///< one endpoint of three decides
  kLandedAtProcessed,  ///< a block that may still disappear counts as final
  kForgetsInFlight,    ///< what was sent before a restart is not watched after it
  kApprovalUsedTwice,  ///< an intent that was approved and landed is carried out again under a new number
};

inline constexpr std::array<std::string_view, 15> kBugNames{
    "none",           "journal_after_send", "signed_again_early",  "nonce_ignored",      "usage_not_rebuilt",
    "lagging_expiry", "sent_after_final",   "two_in_flight",       "simulation_ignored", "damage_ignored",
    "sync_skipped",   "liar_believed",      "landed_at_processed", "forgets_in_flight",  "approval_used_twice",
};

constexpr std::string_view name(Bug bug) { return kBugNames[static_cast<std::size_t>(bug)]; }

}  // namespace zestron::simulation
