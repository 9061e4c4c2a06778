// What readers on other threads see of the loop: the newest snapshot of the agents, the newest intents, and all of it as streams. The loop
// thread writes, and waits for nobody but while somebody copies pointers.
#pragma once

#include "api/streams.hpp"
#include "api/views.hpp"
#include "app/node/approval_desk.hpp"
#include "domain/effect.hpp"
#include "domain/tick.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace zestron::node {

/// Some 500 bytes each.
inline constexpr std::size_t kIntentsKept = 10'000;

class Telemetry {
 public:
  explicit Telemetry(std::shared_ptr<api::Streams> streams) : streams_(std::move(streams)) {}

  // For the loop thread.
  /// Those of earlier runs, the newest first; before anything else.
  void begin_with(std::span<const domain::Effect> newest_first);
  void slot(api::AgentsView view, const std::optional<domain::Tick>& tick);
  void turned(const domain::Effect& effect);
  void waiting(const std::vector<WaitingItem>& items);

  // For any thread.
  [[nodiscard]] std::shared_ptr<const api::AgentsView> agents() const;
  [[nodiscard]] api::IntentList intents() const;
  [[nodiscard]] api::Streams& streams() const { return *streams_; }

 private:
  std::shared_ptr<const api::IntentView> keep(const domain::Effect& effect);

  std::shared_ptr<api::Streams> streams_;
  mutable std::mutex mutex_;
  std::shared_ptr<const api::AgentsView> agents_ = std::make_shared<const api::AgentsView>();
  std::uint64_t number_ = 0;
  std::map<std::uint64_t, std::shared_ptr<const api::IntentView>> intents_;
  std::map<std::pair<Pubkey, std::uint64_t>, std::uint64_t> numbers_;  // by agent and sequence
};

}  // namespace zestron::node
