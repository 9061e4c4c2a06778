#include "base/assert.hpp"
#include "codec/json/canonical_json.hpp"

// The canonical form is a fixed point: it parses, and is its own canonical form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  const auto value = codec::parse_json(as_text({data, size}));
  if (!value) return 0;
  const auto text = codec::canonical_json(*value);
  if (!text) return 0;
  const auto again = codec::parse_json(*text, {.bytes_max = SIZE_MAX});
  ZESTRON_ASSERT(again.has_value());
  ZESTRON_ASSERT(codec::canonical_json(*again).value() == *text);
  return 0;
}
