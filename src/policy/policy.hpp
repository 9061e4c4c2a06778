// The rules that an agent runs under, as data, and the reasons for a refusal, as data. What no rule allows is refused.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::policy {

enum class Reason : std::uint16_t {
  kKilled = 1,  ///< the kill switch is on, for all or for this agent
  kActionNotAllowed = 2,
  kOracleStale = 3,      ///< the tick is older than allowed, or from the future
  kOracleUncertain = 4,  ///< its confidence interval is too wide
  kOraclePrice = 5,      ///< its price is not positive
  kAmountOverCap = 6,
  kRateOverCap = 7,              ///< too many approvals within a day
  kEmptyAction = 8,              ///< nothing would happen
  kClockRanBack = 9,             ///< now is before an earlier approval
  kQuarantined = 10,             ///< too many refusals in a row; a person lifts it
  kMintNotAllowed = 11,          ///< the agent may not spend this mint
  kDayOverCap = 12,              ///< with what was spent within a day it would be over the agent's cap
  kNodeOverCap = 13,             ///< the same, over the cap of all agents together
  kCounterpartyNotAllowed = 14,  ///< pool, proposal or destination that is not listed
  kSlippage = 15,                ///< it would accept too little
  kNeedsApproval = 16,           ///< a person has to approve it first; it was put before them
  kApprovalQueueFull = 17,       ///< the same, and there is no place to wait in
  kRoundTripLoses = 18,          ///< an arbitrage would accept less back than it gives
  kSimulationFailed = 20,
  kUnexpectedSigner = 21,
  kUnexpectedProgram = 22,
  kUnreportedAccount = 23,  ///< the report does not cover an account that the message may write
  kUnexpectedChange = 24,   ///< an account changes that the intent does not name, or in a way it does not
  kFeeOverCap = 25,
  kSpendsTooMuch = 26,      ///< more would leave the wallet than was approved
  kReceivesTooLittle = 27,  ///< less would come in than was approved
};

/// Why not: the rule, one line with the figures, and the figures themselves where the rule has a limit.
struct Refusal {
  Reason reason{};
  std::string message;
  std::optional<std::uint64_t> limit = std::nullopt, value = std::nullopt;
};

/// Of one mint, in base units. A day is any 24 hours.
struct MintCap {
  Pubkey mint;
  std::uint64_t per_action_max = 0;
  std::uint64_t per_day_max = 0;
  std::optional<std::uint64_t> approval_above = std::nullopt;  ///< a larger action waits for a person
};

/// Limits of one agent. A default-constructed policy allows nothing.
struct Policy {
  bool killed = false;
  std::vector<std::string> actions;  ///< names of domain::Action that are allowed
  std::int64_t oracle_age_max_ms = 0;
  std::uint32_t oracle_confidence_max_bps = 0;  ///< of the price
  std::uint64_t claim_max = 0;                  ///< gain and loss of one claim each, micro-units of the quote currency
  std::uint32_t claims_per_day_max = 0;         ///< in any 24 hours
  Lamports fee_max;                             ///< per transaction
  std::vector<MintCap> spending = {};           ///< a mint that is not listed is not spent
  std::vector<MintCap> node_spending =
      {};  ///< of all agents together; only per_day_max counts; not listed: no limit of its own
  std::vector<Pubkey> counterparties = {};  ///< pools, proposals and destinations that an action may name
  std::uint32_t actions_per_day_max = 0;    ///< other than claims, in any 24 hours
  std::uint32_t slippage_max_bps = 0;       ///< of what a swap or a pool's shares are expected to bring or cost
  std::uint32_t refusals_max = 0;           ///< in a row, then quarantine; 0: never
  std::int64_t approval_valid_ms = 0;       ///< how long a person has to decide, and their consent then holds
};

}  // namespace zestron::policy
