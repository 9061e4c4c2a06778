#include "adapters/hermes/message.hpp"
#include "base/assert.hpp"

// What parses is a tick within its contract.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const auto text = as_text({data, size});
  if (const auto ticks = hermes::parse_update(text)) {
    for (const auto& tick : *ticks) {
      ZESTRON_ASSERT(tick.price > 0 && tick.exponent <= 0 && tick.exponent >= -18);
      ZESTRON_ASSERT(tick.origin == domain::TickOrigin::kLive && tick.published.value() >= 0);
    }
  }
  return 0;
}
