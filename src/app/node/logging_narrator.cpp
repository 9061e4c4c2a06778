#include "app/node/logging_narrator.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace zestron::node {
namespace {

using api::mcp::Level;

Level level_of(transact::State state) {
  switch (state) {
    case transact::State::kRefused:
    case transact::State::kFailed:
    case transact::State::kExpired: return Level::kWarning;
    case transact::State::kLanded: return Level::kInfo;
    default: return Level::kDebug;
  }
}

}  // namespace

void LoggingNarrator::log_to(Log log) {
  const std::lock_guard lock(mutex_);
  log_ = std::move(log);
}

void LoggingNarrator::log(Level level, std::string_view logger, nlohmann::json data) {
  const std::lock_guard lock(mutex_);
  if (log_) log_(level, logger, std::move(data));
}

void LoggingNarrator::notice(std::string_view line) {
  inner_.notice(line);
  log(Level::kNotice, "node", {{"message", line}});
}

void LoggingNarrator::warning(std::string_view line) {
  inner_.warning(line);
  log(Level::kWarning, "node", {{"message", line}});
}

void LoggingNarrator::effect(const transact::Effect& effect) {
  inner_.effect(effect);
  const auto action = domain::name(effect.intent.action);
  const auto state = domain::to_string(effect.state);
  nlohmann::json data{{"message", fmt::format("{} {} was {}", action, effect.intent.sequence, state)},
                      {"agent", codec::to_base58(effect.intent.agent)},
                      {"sequence", effect.intent.sequence},
                      {"action", action},
                      {"state", state}};
  if (!effect.reason.empty()) data["reason"] = effect.reason;
  log(level_of(effect.state), "intents", std::move(data));
}

}  // namespace zestron::node
