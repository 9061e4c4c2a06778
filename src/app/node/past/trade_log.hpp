// All trades that agents have closed, in a segment log: a checkpoint names how many of them it knows, so that it need not hold them all
// itself. A trade takes 169 bytes, once. A position that begins anew counts from 1 again, and those before it are none of the agent's.
//
//   agent 32 │ agent::canonical_bytes 113
#pragma once

#include "agent/trade.hpp"
#include "app/node/past/checkpoint.hpp"
#include "infra/segment_log/writer.hpp"

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace zestron::node::past {

using ClosedTrade = std::pair<Pubkey, agent::TradeClosed>;
using TradeLists =
    std::map<Pubkey, std::vector<agent::TradeClosed>>;  ///< of each agent's present position, oldest first

class TradeLog {
 public:
  /// Begins with none.
  static std::expected<TradeLog, std::string> begin(const std::filesystem::path& folder);
  /// Goes on at `mark`: what is there up to it comes into `trades`, the rest is cut off. An error when that is not what the mark says.
  static std::expected<TradeLog, std::string> go_on(const std::filesystem::path& folder, const TradeMark& mark,
                                                    TradeLists& trades);

  /// On disk when it returns.
  std::expected<void, std::string> append(const std::vector<ClosedTrade>& trades);
  [[nodiscard]] const TradeMark& mark() const { return mark_; }

 private:
  TradeLog(infra::segment_log::Writer writer, const TradeMark& mark) : writer_(std::move(writer)), mark_(mark) {}

  infra::segment_log::Writer writer_;
  TradeMark mark_;
};

}  // namespace zestron::node::past
