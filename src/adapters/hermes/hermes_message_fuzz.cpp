#include "adapters/hermes/message.hpp"
#include "base/assert.hpp"

#include <algorithm>

// What parses is a tick within its contract. A stream cut into single bytes has the same events as one that comes at once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const auto text = as_text({data, size});
  if (const auto ticks = hermes::parse_update(text)) {
    for (const auto& tick : *ticks) {
      ZESTRON_ASSERT(tick.price > 0 && tick.exponent <= 0 && tick.exponent >= -18);
      ZESTRON_ASSERT(tick.origin == domain::TickOrigin::kLive && tick.published.value() >= 0);
    }
  }
  hermes::EventStream whole, cut;
  std::string events, again;
  const bool fits = whole.feed(text);
  while (const auto event = whole.next()) events += *event + '\0';
  bool fits_cut = true;
  for (const char c : text) {
    fits_cut = cut.feed({&c, 1}) && fits_cut;
    while (const auto event = cut.next()) again += *event + '\0';
  }
  ZESTRON_ASSERT(!fits || !fits_cut || events == again);
  return 0;
}
