// Runs a bundle again, offline: each agent's own graph, fed the recorded events, model outputs among them, and held to the recorded
// outcome after each. Asked to, it runs the models anew beside that and says what would have been decided otherwise.
#pragma once

#include "agent/kind.hpp"
#include "bundle/recorder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zestron::bundle {

/// Where a run and its record first part.
struct Divergence {
  std::uint64_t tick = 0;    ///< from 1: ticks fed to this agent
  std::uint64_t record = 0;  ///< from 1
  Slot slot;
  UnixMillis at;
  Pubkey agent;
  std::string node, port;  ///< empty when the record has no trace, or no port differs
  std::string what;        ///< recorded and replayed, in words
};

/// An answer that came out otherwise when the model was asked anew, or a decision that would have.
struct ChangedDecision {
  std::uint64_t tick = 0;
  Slot slot;
  Pubkey agent;
  std::string what;  ///< node.port, "intents" or "position"
  std::string recorded, recomputed;
};

struct ReplayedAgent {
  Pubkey agent;
  std::string name;
  Hash config;
  std::uint64_t ticks = 0, intents = 0, trades = 0;
  Hash intents_root;  ///< Merkle root over intent_bytes, as a backtest's report has it
};

struct Replayed {
  std::string about;
  std::vector<ReplayedAgent> agents;
  std::uint64_t records = 0, events = 0, outcomes = 0, answers = 0, exchanges = 0, accounts = 0, transactions = 0;
  Hash root;                        ///< over all records read
  bool ended = false;               ///< with its own count and root, which were checked
  bool full = false;                ///< ended because it had grown to its bound
  std::string torn;                 ///< how an unfinished bundle ends; empty: with a whole record
  std::optional<Divergence> first;  ///< then nothing after it was replayed
  // With a model to ask:
  std::uint64_t recomputed = 0;
  double deviation_max = 0;  ///< largest difference of any value of any answer
  std::vector<ChangedDecision> changed;
  std::uint64_t changed_more = 0;  ///< beyond kChangedMax
};

inline constexpr std::size_t kChangedMax = 1'000;

/// Runs the model that an inference names; nullopt: it has none, or the model failed.
using Recompute = std::function<std::optional<std::vector<double>>(const domain::Inference&)>;

/// Whether agents may go on from bytes that an earlier run kept (AgentStands): they are taken as they are, and whoever made them up can do
/// with this program what he likes.
enum class Standings : std::uint8_t { kRefused, kTrusted };

/// kDamaged for bytes that were on disk once and do not check now, for a root or count that is not that of the records, and for a signed
/// transaction whose signature is not of its bytes.
BundleOutcome<Replayed> replay(const std::filesystem::path& folder, const Recompute& recompute = {},
                               Standings standings = Standings::kRefused);

}  // namespace zestron::bundle
