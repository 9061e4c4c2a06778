#include "agent/define.hpp"
#include "context/assemble.hpp"

namespace zestron::agent {
namespace {

struct PriceSource {
  static constexpr std::string_view kName = "price", kGroup = "sources";
  static constexpr std::string_view kSummary =
      "The price of a feed at its newest tick; of the agent's own market when none is named.";
  static constexpr Port kOutputs[] = {{"price", PortType::kPrice}};

  struct Params {
    domain::FeedId feed;  // all zero: the market's
  };
  static std::vector<Field<Params>> fields() { return {hex(&Params::feed, "feed", "a Pyth price feed id").optional()}; }

  static Trigger trigger(const Params& params, const Market& market) {
    const auto& feed = params.feed == domain::FeedId{} ? market.feed : params.feed;
    return {Trigger::On::kTick, Pubkey(feed.value())};
  }

  static bool step(const Frame& frame, const Params&, Nothing&) {
    const auto* tick = frame.what<domain::Tick>();
    if (tick == nullptr) return false;
    frame.out<Price>() = {{context::to_double(*tick), true}, *tick};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& price() { return kind_of<PriceSource>(); }
}  // namespace modules

}  // namespace zestron::agent
