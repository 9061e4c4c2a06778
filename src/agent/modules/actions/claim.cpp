#include "agent/define.hpp"
#include "codec/merkle/merkle.hpp"

namespace zestron::agent {
namespace {

struct Claim {
  static constexpr std::string_view kName = "claim", kGroup = "actions";
  static constexpr std::string_view kSummary =
      "Asks for the performance of each closed trade to be recorded on chain, as claimed by the agent.";
  static constexpr Port kInputs[] = {{"position", PortType::kPosition}};
  static constexpr std::size_t kCountMax = 1;
  static constexpr bool kActs = true;

  struct State {
    codec::MerkleAccumulator trades;
  };
  static std::uint64_t fuel(const Nothing&) { return 2'000; }  // a few dozen blocks of SHA-256 when a trade closes

  static bool step(const Frame& frame, const Nothing&, State& state) {
    const auto& closed = frame.in<Position>(0).closed;
    if (!closed) return false;
    state.trades.append(codec::merkle_leaf(canonical_bytes(*closed)));
    const auto profit = closed->profit_micros;
    frame.submit(domain::ClaimPerformance{.gain = profit > 0 ? static_cast<std::uint64_t>(profit) : 0,
                                          .loss = profit < 0 ? static_cast<std::uint64_t>(-profit) : 0,
                                          .trades = 1,
                                          .trades_total = state.trades.size(),
                                          .root = state.trades.root()});
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& claim() { return kind_of<Claim>(); }
}  // namespace modules

}  // namespace zestron::agent
