// The rules that an agent runs under, as data, and the reasons for a refusal, as data. What no rule allows is refused.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zestron::policy {

enum class Reason : std::uint16_t {
  kKilled = 1,  ///< the kill switch is on
  kActionNotAllowed = 2,
  kOracleStale = 3,      ///< the tick is older than allowed, or from the future
  kOracleUncertain = 4,  ///< its confidence interval is too wide
  kOraclePrice = 5,      ///< its price is not positive
  kAmountOverCap = 6,
  kRateOverCap = 7,   ///< too many approvals within a day
  kEmptyAction = 8,   ///< nothing would happen
  kClockRanBack = 9,  ///< now is before an earlier approval
  kSimulationFailed = 20,
  kUnexpectedSigner = 21,
  kUnexpectedProgram = 22,
  kUnreportedAccount = 23,  ///< the report does not cover an account that the message may write
  kUnexpectedChange = 24,   ///< an account changes that the intent does not name, or in a way it does not
  kFeeOverCap = 25,
};

/// Why not: the rule, and one line with the figures.
struct Refusal {
  Reason reason{};
  std::string message;
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
};

/// What was approved lately, per agent; moves only through approve(). Bounded by the rate caps themselves.
class Usage {
 public:
  /// The newest approval's time; nothing is approved before it, so that a clock turned ahead and back frees no allowance.
  [[nodiscard]] std::optional<UnixMillis> newest(const Pubkey& agent) const;
  /// Approvals of `agent` in the 24 hours that end at `now`, which is not before the newest one.
  [[nodiscard]] std::size_t approved_within_day(const Pubkey& agent, UnixMillis now) const;
  void count(const Pubkey& agent, UnixMillis now);

 private:
  std::unordered_map<Pubkey, std::deque<UnixMillis>> times_;  // rising, the newest at the back
};

}  // namespace zestron::policy
