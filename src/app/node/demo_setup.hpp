// What `zestron demo` does before the market begins: the protocol (demo_protocol.hpp), then the sample agents (demo_samples.hpp), published
// and active. Advances one slot at a time and looks at the chain for what is already there, so a demo
// that was killed in the middle goes on where it was. Everything it sends follows from its input.
#pragma once

#include "app/node/demo_protocol.hpp"
#include "app/node/demo_samples.hpp"
#include "app/node/market_slots.hpp"
#include "app/node/narrator.hpp"
#include "codec/transaction/transaction.hpp"
#include "ports/chain.hpp"

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zestron::node {

struct DemoPlan {
  std::span<const embedded::Program> programs;
  std::vector<DemoSample> samples;
  std::optional<domain::Tick> market;  ///< its first tick, where it is known
};

class DemoSetup {
 public:
  /// `chain` and `narrator` outlive the setup.
  DemoSetup(ports::Chain& chain, Narrator& narrator, DemoPlan plan);

  /// Once a slot, while it is open. True when everything is done; the error ends the demo.
  std::expected<bool, std::string> advance();

 private:
  void add_paper_agent(const DemoSample& sample);
  std::expected<void, std::string> send(const DemoStep& step);
  [[nodiscard]] bool may_land() const;

  ports::Chain& chain_;
  Narrator& narrator_;
  DemoPlan plan_;
  DemoProtocol protocol_;
  codec::Keypair executor_;
  DemoSamples samples_;
  std::vector<DemoStep> steps_;
  std::size_t at_ = 0;
  std::vector<Signature> sent_;
  std::uint64_t last_valid_block_height_ = 0;  // of what was sent
};

}  // namespace zestron::node
