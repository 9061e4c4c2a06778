#include "adapters/llm/exchange/attempt.hpp"

#include <utility>

namespace zestron::llm {

using ports::ModelError;

void Attempt::start(Handlers handlers) {
  handlers_ = std::move(handlers);
  started_ = desk_.now();
  auto& provider = desk_.providers.at(provider_);
  const auto& config = provider.config;
  const std::weak_ptr<Attempt> weak = weak_from_this();
  call_ = HttpCall::start(desk_.io, *provider.tls,
                          {.url = config.url,
                           .path = "/chat/completions",
                           .body = request_.body(config.model_id),
                           .authorization = provider.key.empty() ? "" : provider.key.bearer(),
                           .connect_max = config.connect_max,
                           .first_max = config.first_token_max,
                           .between_max = config.between_tokens_max,
                           .bytes_max = config.stream_bytes_max},
                          {.head =
                               [weak](const HttpHead& head) {
                                 const auto self = weak.lock();
                                 return self ? self->head(head) : HttpNext::kStop;
                               },
                           .bytes =
                               [weak](std::string_view bytes) {
                                 const auto self = weak.lock();
                                 return self ? self->bytes(bytes) : HttpNext::kStop;
                               },
                           .end =
                               [weak](std::optional<Failure<ModelError>> failure) {
                                 if (const auto self = weak.lock()) self->body_ended(std::move(failure));
                               }});
}

void Attempt::cancel() {
  ended_ = true;
  if (call_) call_->cancel();
}

HttpNext Attempt::head(const HttpHead& head) {
  const auto status = "the provider answered " + std::to_string(head.status);
  refused_ = head.status != 200;
  if (head.status == 429 || head.status == 408 || head.status >= 500)
    return fail_with({ModelError::kUnavailable, status}, true, true, head.retry_after);
  // A redirect would carry the key to wherever it points.
  if (head.status >= 300 && head.status < 400) return fail_with({ModelError::kRefused, status + ", a redirect"}, false);
  const bool key = head.status == 401 || head.status == 403 || head.status == 404;
  if (head.status != 200) return fail_with({ModelError::kRefused, status}, false, key);
  streams_ = head.content_type == "text/event-stream";
  if (!streams_ && head.content_type != "application/json")
    return fail_with({ModelError::kMalformed, "the answer is neither an event stream nor JSON"}, true);
  return HttpNext::kMore;
}

HttpNext Attempt::bytes(std::string_view bytes) {
  if (!streams_) {
    document_ += bytes;  // bounded by stream_bytes_max
    return HttpNext::kMore;
  }
  if (!events_.feed(bytes))
    return fail_with({ModelError::kTooLarge, "cut: the provider sent an event without end"}, false);
  auto next = HttpNext::kMore;
  while (!ended_) {
    const auto data = events_.next();
    if (!data) break;
    const auto one = event(*data);
    if (one != HttpNext::kMore) next = one;
  }
  return ended_ ? HttpNext::kStop : next;
}

HttpNext Attempt::event(const std::string& data) {
  const bool had_tool = reader_.tool_seen();
  const auto piece = reader_.event(data);
  if (!piece) return fail_with(piece.error(), piece.error().code != ModelError::kTooLarge);
  const bool progress = !piece->empty() || reader_.tool_seen();
  if (!piece->empty() || (!had_tool && reader_.tool_seen())) token_came();
  if (!ended_ && !piece->empty()) handlers_.text(*piece);
  if (!ended_ && reader_.complete()) return complete();
  return progress ? HttpNext::kProgress : HttpNext::kMore;
}

void Attempt::token_came() {
  if (first_token_) return;
  first_token_ = desk_.now() - started_;
  handlers_.first_token();
}

void Attempt::body_ended(std::optional<Failure<ModelError>> failure) {
  if (ended_) return;
  if (failure) {
    const bool passing = failure->code != ModelError::kTooLarge;
    fail_with(*std::move(failure), passing);
    return;
  }
  if (!streams_) {
    const auto text = reader_.document(document_);
    if (!text) {
      fail_with(text.error(), true);
      return;
    }
    token_came();
    if (!ended_) handlers_.text(*text);
  }
  if (!ended_) complete();
}

HttpNext Attempt::complete() {
  auto answer = reader_.take();
  if (!answer) return fail_with(std::move(answer.error()), true);
  auto accepted = request_.accept(*std::move(answer));
  // Whoever feeds text to the model may have made it talk nonsense; that must not shut its provider out for others.
  if (!accepted) return fail_with(std::move(accepted.error()), true, false);
  finish({.answer = *std::move(accepted)});
  return HttpNext::kStop;
}

HttpNext Attempt::fail_with(Failure<ModelError> failure, bool passing, bool blames_provider,
                            std::optional<Millis> retry_after) {
  // An answer that was whole and did not fit has been handed to nobody, so its tool calls cannot have been acted on.
  const bool tool_seen = reader_.tool_seen() && failure.code != ModelError::kSchema;
  finish({.answer = std::unexpected(failure),
          .failure = {.failure = failure, .passing = passing, .tool_seen = tool_seen, .retry_after = retry_after},
          .blames_provider = blames_provider});
  return HttpNext::kStop;
}

void Attempt::finish(AttemptEnd end) {
  if (std::exchange(ended_, true)) return;
  end.failure.cost = cost();
  const auto self = shared_from_this();
  handlers_.end(std::move(end));
}

// Refusals by status are not billed, so only what the provider reported or began to answer counts, and what was cut off unanswered.
ports::TokenUsage Attempt::usage() const {
  if (reader_.usage()) return {reader_.usage()->prompt, reader_.usage()->completion, false};
  if (!call_ || !call_->sent() || refused_) return {};
  return {request_.prompt_tokens_max(), reader_.bytes(), true};
}

ports::MicroUsd Attempt::cost() const {
  const auto used = usage();
  return llm::cost(desk_.providers.at(provider_).config.prices, used.prompt, used.completion);
}

}  // namespace zestron::llm
