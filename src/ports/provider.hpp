// Who answers what agents' graphs ask: a language model, an ONNX runtime, a vector store, a person's queue. Asking never waits; an
// answer is taken when it has come, recorded, and fed to the agent as an event, so that a replay needs no provider at all.
#pragma once

#include "base/types.hpp"
#include "domain/event.hpp"
#include "domain/request.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace zestron::ports {

struct AgentAnswer {
  Pubkey agent;
  domain::Answer answer;
};

/// For one thread.
class Provider {
 public:
  virtual ~Provider() = default;
  /// As a request's content names it: "language model", …
  [[nodiscard]] virtual std::string_view service() const = 0;
  /// False when it takes no more now: nothing will come of this one. Bounded.
  virtual bool ask(const Pubkey& agent, const domain::Request& request) = 0;
  /// What has come since the last call, in the order in which it came; failures and timeouts too, as Answer::Failed.
  virtual std::vector<AgentAnswer> take() = 0;
};

}  // namespace zestron::ports
