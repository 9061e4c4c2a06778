#include "agent/config.hpp"
#include "agent/runtime.hpp"
#include "base/assert.hpp"

// What parses can be built and run, has a canonical form that parses to the same hash, and reads only earlier nodes. What does not
// parse says where.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const auto config = agent::Config::parse(as_text({data, size}));
  if (!config) {
    ZESTRON_ASSERT(!config.error().message.empty());
    if (config.error().code >= agent::ConfigError::kSchema) {
      ZESTRON_ASSERT(config.error().message.starts_with("$"));
    }
    return 0;
  }
  const auto again = agent::Config::parse(config->canonical());
  ZESTRON_ASSERT(again && again->hash() == config->hash() && again->canonical() == config->canonical());
  for (std::size_t i = 0; i < config->nodes().size(); ++i) {
    for (const auto& edge : config->nodes()[i].inputs) ZESTRON_ASSERT(!edge || edge->node < i);
  }
  agent::Runtime runtime(*config, Pubkey{});
  for (std::uint64_t slot = 1; slot <= 64; ++slot) {
    const auto price = static_cast<std::int64_t>(100 + (slot * 37) % 41);
    const domain::Tick tick{.feed = config->market().feed,
                            .price = price,
                            .exponent = -2,
                            .published = UnixMillis(static_cast<std::int64_t>(slot))};
    runtime.on_tick({Slot(slot), tick.published, tick});
    ZESTRON_ASSERT(runtime.display().position.equity_micros >= 0);
  }
  return 0;
}
