// Who answers what a graph asks in a backtest, at once and in order: providers, or the record of an earlier run. Every answer that was
// given is kept, with the question it belongs to, so that anyone can run the same backtest without the model.
#pragma once

#include "base/types.hpp"
#include "domain/event.hpp"
#include "domain/request.hpp"
#include "ports/provider.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::backtest {

struct GivenAnswer {
  Slot slot;
  Hash question;  ///< sha256 of the request's bytes (bundle/event_bytes.hpp)
  domain::Answer answer;
  bool operator==(const GivenAnswer&) const = default;
};

Hash question_hash(const domain::Request& request);
/// A leaf of the tree that a report's `answers.root` is of: slot u64 │ question 32 │ the answer's bytes.
Bytes given_answer_bytes(const GivenAnswer& given);

class Answers {
 public:
  virtual ~Answers() = default;
  [[nodiscard]] virtual bool serves(std::string_view service) const = 0;
  /// To as many of the requests as there is an answer to, in their order.
  virtual std::vector<domain::Answer> answer(std::span<const domain::Request> requests) = 0;
};

/// Asks providers that answer at once, as ONNX models do; what has not come by then counts as not answered.
class ProviderAnswers final : public Answers {
 public:
  /// They outlive it.
  explicit ProviderAnswers(std::vector<ports::Provider*> providers) : providers_(std::move(providers)) {}
  [[nodiscard]] bool serves(std::string_view service) const override;
  std::vector<domain::Answer> answer(std::span<const domain::Request> requests) override;

 private:
  std::vector<ports::Provider*> providers_;
};

/// Gives what was given to the same question of the same node; a changed question has no answer.
class RecordedAnswers final : public Answers {
 public:
  explicit RecordedAnswers(const std::vector<GivenAnswer>& given);
  [[nodiscard]] bool serves(std::string_view) const override { return true; }
  std::vector<domain::Answer> answer(std::span<const domain::Request> requests) override;

 private:
  std::map<std::pair<std::string, std::uint64_t>, std::pair<Hash, domain::Answer>> given_;
};

}  // namespace zestron::backtest
