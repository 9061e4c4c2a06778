// One exchange under way: carries out what its CallPlan commands and reports each step. Lives on the model's thread.
#pragma once

#include "adapters/llm/exchange/attempt.hpp"
#include "adapters/llm/exchange/desk.hpp"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

namespace zestron::llm {

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(Desk& desk, CheckedRequest request, ports::OnDone done, ports::OnDelta delta);
  void start(std::stop_token stop);
  void stop();

 private:
  [[nodiscard]] std::vector<Candidate> candidates() const;
  [[nodiscard]] ports::MicroUsd worst_cost(const Provider& provider) const;
  void carry_out(const Commands& commands);
  void run(const Start& start);
  void run(const Cancel& cancel);
  void run(const Finish& finish);
  void ended(std::uint32_t attempt, AttemptEnd end);
  void count(Provider& provider, const Attempt& attempt);
  void arm();
  [[nodiscard]] ModelEvent event(ModelEvent::Kind kind, std::uint32_t attempt) const;

  Desk& desk_;
  CheckedRequest request_;
  ports::OnDone done_;
  ports::OnDelta delta_;
  Millis asked_{};
  CallPlan plan_;
  boost::asio::steady_timer timer_;
  std::map<std::uint32_t, std::shared_ptr<Attempt>> attempts_;
  std::optional<ports::Answer> answer_;
  ports::ModelExchange out_;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
};

}  // namespace zestron::llm
