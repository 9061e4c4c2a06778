// One attempt of an exchange at one provider: reads the stream into an answer, or into a reason why there is none.
#pragma once

#include "adapters/llm/exchange/desk.hpp"
#include "adapters/llm/protocol/answer_reader.hpp"
#include "adapters/llm/protocol/checked_request.hpp"
#include "adapters/llm/routing/call_plan.hpp"
#include "adapters/llm/transport/http_call.hpp"
#include "codec/event_stream.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::llm {

/// How an attempt ended.
struct AttemptEnd {
  Outcome<ports::Answer, ports::ModelError> answer;
  AttemptFailure failure{};  ///< when there is no answer
  bool blames_provider =
      true;  ///< else the request, or the model's wording, is at fault, and the breaker does not count it
};

class Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  struct Handlers {
    std::function<void()> first_token;
    std::function<void(std::string_view)> text;
    std::function<void(AttemptEnd)> end;  ///< once and last, unless cancelled
  };

  Attempt(Desk& desk, ProviderIndex provider, const CheckedRequest& request)
      : desk_(desk), provider_(provider), request_(request) {}
  /// `handlers` may end the attempt's owner; they run on the model's thread.
  void start(Handlers handlers);
  void cancel();

  [[nodiscard]] ProviderIndex provider() const { return provider_; }
  /// Since it was started.
  [[nodiscard]] std::optional<Millis> first_token() const { return first_token_; }
  /// As reported; else from above, if the request has left.
  [[nodiscard]] ports::TokenUsage usage() const;
  [[nodiscard]] ports::MicroUsd cost() const;

 private:
  HttpNext head(const HttpHead& head);
  HttpNext bytes(std::string_view bytes);
  HttpNext event(const std::string& data);
  void body_ended(std::optional<Failure<ports::ModelError>> failure);
  HttpNext fail_with(Failure<ports::ModelError> failure, bool passing, bool blames_provider = true,
                     std::optional<Millis> retry_after = std::nullopt);
  HttpNext complete();
  void finish(AttemptEnd end);
  void token_came();

  Desk& desk_;
  ProviderIndex provider_;
  const CheckedRequest& request_;
  Handlers handlers_;
  std::shared_ptr<HttpCall> call_;
  codec::EventStream events_{4 * ports::kAnswerBytesMax};
  AnswerReader reader_;
  std::string document_;
  bool streams_ = false;
  bool refused_ = false;  // by its status
  bool ended_ = false;
  Millis started_{};
  std::optional<Millis> first_token_;
};

}  // namespace zestron::llm
