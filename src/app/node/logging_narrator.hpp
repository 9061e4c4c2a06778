// A narrator that tells on, and beside it says to clients of the Model Context Protocol what somebody may want to know or mend: lines for the
// operator as the logger "node", each turn of an effect as "intents".
#pragma once

#include "api/mcp/service.hpp"
#include "app/node/narrator.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <mutex>
#include <string_view>

namespace zestron::node {

class LoggingNarrator final : public Narrator {
 public:
  using Log = std::function<void(api::mcp::Level level, std::string_view logger, nlohmann::json data)>;

  /// `inner` outlives it.
  explicit LoggingNarrator(Narrator& inner) : inner_(inner) {}
  /// From now on; an empty one ends it. What is told at that time is over when it returns.
  void log_to(Log log);

  void notice(std::string_view line) override;
  void warning(std::string_view line) override;
  void step(std::string_view what, const std::optional<Signature>& signature) override { inner_.step(what, signature); }
  void trade(const TradeNews& news) override { inner_.trade(news); }
  void effect(const transact::Effect& effect) override;
  void standing(const Standing& standing) override { inner_.standing(standing); }
  void market_ended(Slot slot, std::uint64_t trades, std::int64_t net) override {
    inner_.market_ended(slot, trades, net);
  }

 private:
  void log(api::mcp::Level level, std::string_view logger, nlohmann::json data);

  Narrator& inner_;
  std::mutex mutex_;
  Log log_;
};

}  // namespace zestron::node
