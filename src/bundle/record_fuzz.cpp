// A bundle comes from strangers: whatever parses as one of its records writes the same bytes again.
#include "bundle/record.hpp"

#include "base/assert.hpp"
#include "bundle/event_bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const ByteView bytes(data, size);
  const auto record = bundle::parse_record(bytes);
  if (!record) return 0;
  ZESTRON_ASSERT(std::ranges::equal(bundle::record_bytes(*record), bytes));
  if (const auto* fed = std::get_if<bundle::Fed>(&*record))
    ZESTRON_ASSERT(bundle::event_bytes(*bundle::parse_event(fed->event)) == fed->event);
  return 0;
}
