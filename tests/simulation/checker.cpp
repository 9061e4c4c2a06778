#include "checker.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::simulation {
namespace {

using domain::EffectState;
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

std::string label(const domain::Effect& effect) {
  return fmt::format("effect {} of {}", effect.intent.sequence, codec::to_base58(effect.intent.agent).substr(0, 4));
}

}  // namespace

void Checker::fault(std::string what) {
  if (violation_.empty()) violation_ = std::move(what);
}

void Checker::simulated(const codec::Message& message, bool refused) {
  const auto claim = claim_of(message);
  if (!claim) return;
  const std::pair key{message.recent_blockhash, Key{claim->agent, claim->sequence}};
  if (refused) {
    refused_.insert(key);
  } else {
    refused_.erase(key);
  }
}

void Checker::sent(const codec::Transaction& transaction) {
  const auto& signature = transaction.signatures[0];
  const auto claim = claim_of(transaction.message);
  if (!claim) return fault("something else than a claim was sent");
  const auto key = keys_.find(signature);
  if (key == keys_.end()) return fault("bytes were sent that are not on disk");
  if (const auto end = ends_.find(signature); end != ends_.end())
    return fault(fmt::format("bytes were sent of an effect that is {}", to_string(end->second)));
  if (!sent_.insert(signature).second) return;
  if (refused_.contains({transaction.message.recent_blockhash, {claim->agent, claim->sequence}}))
    return fault("bytes were sent that the simulation had refused");
  if (claim->gain > caps_.claim_max || claim->loss > caps_.claim_max) return fault("a claim over the cap was sent");
  auto& times = times_[claim->agent];
  const auto now = signed_.at(signature);
  times.push_back(now);
  std::ranges::sort(times);
  for (std::size_t i = caps_.claims_per_day_max; i < times.size(); ++i) {
    if (times[i].value() - times[i - caps_.claims_per_day_max].value() < kDayMs)
      return fault(fmt::format("more than {} claims within a day", caps_.claims_per_day_max));
  }
}

void Checker::check_alone(const domain::Effect& built) {
  for (const auto& [key, known] : journal_) {
    if (key.first == built.intent.agent && domain::may_land(known.effect.state))
      return fault(label(built) + " was signed while another of its agent, or an earlier attempt, may still land");
  }
}

void Checker::check_end(const domain::Effect& effect) {
  const auto height = cluster_.height_of(effect.signature);
  const bool final = height && *height <= cluster_.root();
  const bool failed = height && cluster_.landed(effect.signature).failed();
  switch (effect.state) {
    case EffectState::kLanded:
      effects_landed += 1;
      if (!final || failed) fault(label(effect) + " is landed in the journal, and not for good on the chain");
      break;
    case EffectState::kFailed:
      effects_failed += 1;
      if (!final || !failed) fault(label(effect) + " is failed in the journal, and not on the chain");
      break;
    case EffectState::kExpired:
      effects_expired += 1;
      // One that failed and was forgotten cannot be told from one that never came: neither left anything behind.
      if (height && !failed) fault(label(effect) + " is expired in the journal, and on the chain");
      break;
    default: break;
  }
}

void Checker::recorded(std::span<const domain::Effect> steps, bool durable) {
  for (const auto& step : steps) {
    const Key key{step.intent.agent, step.intent.sequence};
    if (!durable) {
      // Cut off: all of it or nothing may be found later, of the first call that was; the journal takes no other after it.
      auto& known = journal_[key];
      if (!known.perhaps) known.perhaps = steps.back();
      if (domain::may_land(steps.back().state)) keys_.emplace(steps.back().signature, key);
      continue;
    }
    if (step.state == EffectState::kProposed || step.state == EffectState::kBuilt) check_alone(step);
    if (step.state == EffectState::kBuilt) {
      keys_.emplace(step.signature, key);
    }
    if (is_final(step.state) && step.state != EffectState::kRefused) {
      ends_.emplace(step.signature, step.state);
      check_end(step);
    }
    journal_[key] = {step, std::nullopt};
  }
}

void Checker::landed(const Block& block) {
  for (const auto& landed : block.landed) {
    if (const auto end = ends_.find(landed.signature);
        end != ends_.end() && end->second != EffectState::kLanded && end->second != EffectState::kFailed)
      fault(fmt::format("a transaction landed whose effect is {}", to_string(end->second)));
    if (landed.failed() || landed.claim.trades == 0) continue;
    auto& ranges = ranges_[landed.claim.agent];
    const auto last = landed.claim.trades_total;
    const auto first = last - landed.claim.trades + 1;
    const auto next = ranges.lower_bound(first);  // the first range that ends at or behind our first trade
    if (next != ranges.end() && next->second <= last)
      fault(fmt::format("trades {} to {} of {} are on the chain twice", first, last,
                        codec::to_base58(landed.claim.agent).substr(0, 4)));
    ranges[last] = first;
  }
}

void Checker::rolled_back(const std::vector<Landed>& lost) {
  for (const auto& landed : lost) {
    if (const auto end = ends_.find(landed.signature); end != ends_.end())
      fault(fmt::format("a transaction disappeared whose effect is {}", to_string(end->second)));
    if (!landed.failed()) ranges_[landed.claim.agent].erase(landed.claim.trades_total);
  }
}

void Checker::restarted(ports::Journal& journal) {
  for (auto& [key, known] : journal_) {
    const auto found = journal.find(key.first, key.second);
    if (!found) return;  // the process died while it was starting
    const bool begun = known.effect.intent.sequence == key.second && known.effect.intent.agent == key.first;
    const bool as_known = *found ? begun && **found == known.effect : !begun;
    if (as_known) {
      known.perhaps.reset();
      continue;
    }
    if (known.perhaps && *found && **found == *known.perhaps) {
      const auto step = *known.perhaps;
      recorded({&step, 1}, true);
      continue;
    }
    fault(fmt::format("the journal has lost what it called durable of effect {}", key.second));
  }
}

void Checker::settled() {
  for (const auto& [key, known] : journal_) {
    if (domain::may_land(known.effect.state)) fault(label(known.effect) + " never came to an end");
  }
  for (std::uint64_t height = 1; height <= cluster_.root(); ++height) {
    for (const auto& landed : cluster_.block(height).landed) {
      if (!ends_.contains(landed.signature)) fault("a transaction landed of which the journal knows no end");
    }
  }
}

}  // namespace zestron::simulation
