#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "codec/event_stream.hpp"

// A stream cut into single bytes has the same events as one that comes at once, and no event is longer than the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const auto text = as_text({data, size});
  codec::EventStream whole(1024), cut(1024);
  std::string events, again;
  const bool fits = whole.feed(text);
  while (const auto event = whole.next()) events += *event + '\0';
  bool fits_cut = true;
  for (const char c : text) {
    fits_cut = cut.feed({&c, 1}) && fits_cut;
    while (const auto event = cut.next()) again += *event + '\0';
  }
  ZESTRON_ASSERT(events.size() <= 2 * size);
  ZESTRON_ASSERT(!fits || !fits_cut || events == again);
  return 0;
}
