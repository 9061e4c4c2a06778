#include "backtest/answers.hpp"

#include "bundle/event_bytes.hpp"
#include "codec/little_endian.hpp"
#include "codec/sha256.hpp"

#include <algorithm>

namespace zestron::backtest {
namespace {

// Providers answer many agents; a backtest has one.
constexpr Pubkey kAgent;

std::string_view service_of(const domain::Request& request) {
  return std::visit([](const auto& content) { return std::decay_t<decltype(content)>::kService; }, request.content);
}

}  // namespace

Hash question_hash(const domain::Request& request) { return codec::sha256(bundle::request_bytes(request)); }

Bytes given_answer_bytes(const GivenAnswer& given) {
  Bytes out;
  codec::put_le(out, given.slot.value());
  codec::put_bytes(out, given.question.view());
  codec::put_bytes(out, bundle::answer_bytes(given.answer));
  return out;
}

bool ProviderAnswers::serves(std::string_view service) const {
  return std::ranges::any_of(providers_, [&](const auto* provider) { return provider->service() == service; });
}

std::vector<domain::Answer> ProviderAnswers::answer(std::span<const domain::Request> requests) {
  for (const auto& request : requests) {
    const auto service = service_of(request);
    for (auto* provider : providers_) {
      if (provider->service() == service) provider->ask(kAgent, request);
    }
  }
  std::vector<domain::Answer> out;
  for (auto* provider : providers_) {
    for (auto& taken : provider->take()) out.push_back(std::move(taken.answer));
  }
  return out;
}

RecordedAnswers::RecordedAnswers(const std::vector<GivenAnswer>& given) {
  for (const auto& one : given) given_[{one.answer.node, one.answer.sequence}] = {one.question, one.answer};
}

std::vector<domain::Answer> RecordedAnswers::answer(std::span<const domain::Request> requests) {
  std::vector<domain::Answer> out;
  for (const auto& request : requests) {
    const auto found = given_.find({request.node, request.sequence});
    if (found != given_.end() && found->second.first == question_hash(request)) out.push_back(found->second.second);
  }
  return out;
}

}  // namespace zestron::backtest
