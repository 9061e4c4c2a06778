// A provider that answers what the test says, at the next take(). For tests alone: no node is wired with it.
#pragma once

#include "ports/provider.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace zestron::ports::testing {

class ScriptedProvider final : public Provider {
 public:
  using Script = std::function<decltype(domain::Answer::content)(const domain::Request&)>;

  ScriptedProvider(std::string_view service, Script script, std::size_t waiting_max = 64)
      : service_(service), script_(std::move(script)), waiting_max_(waiting_max) {}

  [[nodiscard]] std::string_view service() const override { return service_; }
  bool ask(const Pubkey& agent, const domain::Request& request) override {
    if (waiting_.size() >= waiting_max_) return false;
    waiting_.push_back({agent, {request.node, request.sequence, script_(request)}});
    return true;
  }
  std::vector<AgentAnswer> take() override { return std::exchange(waiting_, {}); }

 private:
  std::string_view service_;
  Script script_;
  std::size_t waiting_max_;
  std::vector<AgentAnswer> waiting_;
};

}  // namespace zestron::ports::testing
