#include "adapters/llm/exchange/exchange.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace zestron::llm {

using Kind = ModelEvent::Kind;

Exchange::Exchange(Desk& desk, CheckedRequest request, ports::OnDone done, ports::OnDelta delta)
    : desk_(desk),
      request_(std::move(request)),
      done_(std::move(done)),
      delta_(std::move(delta)),
      asked_(desk.now()),
      plan_(candidates(),
            {.attempts_max = desk.config.attempts_max,
             .deadline = asked_ + request_.request().timeout,
             .cost_max = request_.request().cost_max,
             .jitter = static_cast<std::uint32_t>(request_.hash().data()[0] << 8U | request_.hash().data()[1])}),
      timer_(*desk.io) {
  out_.request = request_.hash();
}

// Breakers that are open keep their provider out; the rest stand as listed, or best score first.
std::vector<Candidate> Exchange::candidates() const {
  std::vector<Candidate> out;
  const auto& wanted = request_.request().model;
  for (ProviderIndex i = 0; i < desk_.providers.size(); ++i) {
    const auto& provider = desk_.providers[i];
    if ((!wanted.empty() && provider.config.model != wanted) || !provider.breaker.allows(desk_.now())) continue;
    out.push_back({i, desk_.config.hedge ? provider.stats.p95() : std::nullopt, worst_cost(provider)});
  }
  if (desk_.config.by_score) {
    const auto score_of = [&](const Candidate& candidate) {
      return std::pair(score(desk_.providers[candidate.provider].stats, desk_.config.weights), candidate.provider);
    };
    std::ranges::sort(out, {}, score_of);
  }
  return out;
}

ports::MicroUsd Exchange::worst_cost(const Provider& provider) const {
  return cost(provider.config.prices, request_.prompt_tokens_max(), request_.request().tokens_max);
}

void Exchange::start(std::stop_token stop) {
  desk_.live.insert(shared_from_this());
  on_stop_.emplace(std::move(stop), [io = desk_.io, weak = weak_from_this()] {
    boost::asio::post(*io, [weak] {
      if (const auto self = weak.lock()) self->stop();
    });
  });
  carry_out(plan_.begin(desk_.now()));
}

void Exchange::stop() { carry_out(plan_.stopped(desk_.now())); }

void Exchange::carry_out(const Commands& commands) {
  const auto self = shared_from_this();  // Finish takes it off the desk
  for (const auto& command : commands) std::visit([&](const auto& one) { run(one); }, command);
  arm();
}

void Exchange::run(const Start& start) {
  auto& provider = desk_.providers.at(start.provider);
  ++provider.attempts;
  desk_.change_breaker(provider, [&](Breaker& breaker) { breaker.begin(desk_.now()); });
  auto attempt = std::make_shared<Attempt>(desk_, start.provider, request_);
  attempts_[start.attempt] = attempt;
  desk_.tell(event(start.hedge ? Kind::kHedged : Kind::kAsked, start.attempt));
  const std::weak_ptr<Exchange> weak = weak_from_this();
  const auto number = start.attempt;
  attempt->start({.first_token =
                      [weak, number] {
                        const auto self = weak.lock();
                        if (!self) return;
                        if (self->out_.first_token.count() == 0)
                          self->out_.first_token = self->desk_.now() - self->asked_;
                        self->carry_out(self->plan_.first_token(number, self->desk_.now()));
                      },
                  .text =
                      [weak, number](std::string_view text) {
                        const auto self = weak.lock();
                        if (self && self->delta_) self->delta_({number, text});
                      },
                  .end =
                      [weak, number](AttemptEnd end) {
                        if (const auto self = weak.lock()) self->ended(number, std::move(end));
                      }});
}

void Exchange::run(const Cancel& cancel) {
  const auto attempt = attempts_.at(cancel.attempt);
  auto& provider = desk_.providers.at(attempt->provider());
  attempt->cancel();
  ++provider.cancelled;
  count(provider, *attempt);
  plan_.charge(attempt->cost());
  desk_.change_breaker(provider, [](Breaker& breaker) { breaker.abandoned(); });
  auto told = event(Kind::kCancelled, cancel.attempt);
  told.cost = attempt->cost();
  desk_.tell(std::move(told));
}

void Exchange::run(const Finish& finish) {
  timer_.cancel();
  on_stop_.reset();
  out_.attempts = plan_.attempts();
  out_.latency = desk_.now() - asked_;
  if (finish.attempt != 0) {
    const auto& config = desk_.providers.at(attempts_.at(finish.attempt)->provider()).config;
    out_.provider = config.name;
    out_.model = config.model_id;
  }
  auto told = event(Kind::kFinished, finish.attempt);
  told.cost = out_.cost;
  if (finish.failure) {
    out_.result = std::unexpected(*finish.failure);
    told.detail = finish.failure->message;
  } else {
    out_.result = *std::move(answer_);
    if (cacheable(request_.request())) desk_.cache.put(out_.request, {out_.provider, out_.model, *out_.result});
  }
  desk_.tell(std::move(told));
  desk_.live.erase(shared_from_this());
  std::exchange(done_, {})(std::move(out_));
}

void Exchange::ended(std::uint32_t number, AttemptEnd end) {
  const auto attempt = attempts_.at(number);
  auto& provider = desk_.providers.at(attempt->provider());
  count(provider, *attempt);
  auto told = event(end.answer ? Kind::kAnswered : Kind::kFailed, number);
  told.cost = attempt->cost();
  if (end.answer) {
    provider.stats.succeeded(attempt->first_token().value_or(Millis(0)), attempt->cost());
    desk_.change_breaker(provider, [](Breaker& breaker) { breaker.succeeded(); });
    desk_.tell(std::move(told));
    answer_ = *std::move(end.answer);
    carry_out(plan_.answered(number, desk_.now()));
    return;
  }
  ++provider.failures;
  provider.stats.failed();
  told.detail = end.failure.failure.message;
  desk_.tell(std::move(told));
  desk_.change_breaker(
      provider, [&](Breaker& breaker) { end.blames_provider ? breaker.failed(desk_.now()) : breaker.abandoned(); });
  carry_out(plan_.failed(number, end.failure, desk_.now()));
}

void Exchange::count(Provider& provider, const Attempt& attempt) {
  const auto used = attempt.usage();
  const auto cost = attempt.cost().value();
  provider.prompt_tokens += used.prompt;
  provider.completion_tokens += used.completion;
  provider.cost_micros += cost;
  out_.usage.prompt += used.prompt;
  out_.usage.completion += used.completion;
  out_.usage.estimated = out_.usage.estimated || used.estimated;
  out_.cost = ports::MicroUsd(out_.cost.value() + cost);
}

void Exchange::arm() {
  const auto at = plan_.wakes_at();
  if (!at) return;
  timer_.expires_at(desk_.opened + *at);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
    const auto self = weak.lock();
    if (!ec && self) self->carry_out(self->plan_.woken(self->desk_.now()));
  });
}

ModelEvent Exchange::event(Kind kind, std::uint32_t attempt) const {
  ModelEvent out{.kind = kind, .request = request_.hash(), .attempt = attempt};
  if (const auto found = attempts_.find(attempt); found != attempts_.end())
    out.provider = desk_.providers.at(found->second->provider()).config.name;
  return out;
}

}  // namespace zestron::llm
