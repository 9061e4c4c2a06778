// An agent's config document: JSON that matches the schema of its version and whose modules form a graph without cycles, within the
// agent's budget. What parses here can run; its canonical form is what is hashed and stored.
#pragma once

#include "agent/plan.hpp"
#include "base/result.hpp"
#include "base/types.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::agent {

enum class ConfigError : std::uint16_t {
  kTooLarge = 1,
  kNotJson = 2,  ///< or JSON that has no canonical form (a name twice, an integer beyond 2^53)
  kSchema = 3,   ///< the message begins with the path, `$.modules[1].params.period: …`
  kGraph = 4,    ///< the message names node and port
  kBudget = 5,   ///< the message names the node or event that is over it
};

inline constexpr std::size_t kConfigBytesMax = std::size_t{64} * 1024;

/// What policy holds the agent to.
struct Limits {
  struct Spending {
    Pubkey mint;
    std::uint64_t per_action_max = 0, per_day_max = 0;  ///< base units; a day is any 24 hours
    std::optional<std::uint64_t> approval_above;        ///< a person is asked
  };
  std::int64_t oracle_age_ms_max = 0;
  std::uint32_t confidence_bps_max = 0;  ///< of the price
  std::uint64_t claim_micros_max = 0;    ///< gain and loss of one claim each, micro-units of the quote currency
  std::uint32_t claims_per_day_max = 0;  ///< in any 24 hours
  std::vector<Spending> spending;
  std::vector<Pubkey> counterparties;  ///< pools, proposals and destinations that may be named
  std::uint32_t actions_per_day_max = 0;
  std::uint32_t slippage_bps_max = 0;
  std::uint32_t refusals_max = 0;  ///< in a row; 0: never quarantined
};

/// Limits on measured figures that the chain keeps; 0: no limit.
struct Thresholds {
  std::uint64_t net_loss_micros_max = 0;
  std::uint64_t executions_max = 0;
};

class Config {
 public:
  /// Bounded by kConfigBytesMax. The message is one line that says where the document is wrong and what is expected there.
  static Outcome<Config, ConfigError> parse(std::string_view text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& description() const { return description_; }
  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] const Limits& limits() const { return limits_; }
  [[nodiscard]] const Thresholds& thresholds() const { return thresholds_; }
  /// In an order in which every node comes after those it reads; those of sub-graphs as `instance/node`.
  [[nodiscard]] const std::vector<Node>& nodes() const { return plan_->nodes(); }
  /// Shared by all agents of this config.
  [[nodiscard]] const std::shared_ptr<const Plan>& plan() const { return plan_; }

  /// RFC 8785 form of the document as it was written, in the version it was written in: the same document gives the same bytes.
  [[nodiscard]] const std::string& canonical() const { return canonical_; }
  /// sha256 of canonical().
  [[nodiscard]] const Hash& hash() const { return hash_; }

 private:
  Config() = default;
  std::string name_, description_;
  Market market_;
  Limits limits_;
  Thresholds thresholds_;
  std::shared_ptr<const Plan> plan_;
  std::string canonical_;
  Hash hash_;
};

}  // namespace zestron::agent
