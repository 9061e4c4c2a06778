// A checkpoint lies on a disk that may fail: whatever parses as one writes the same bytes again. The input is a body, for no mutation finds
// the checksum, and then the bytes as they are.
#include "app/node/past/checkpoint.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  using namespace zestron::node::past;
  for (const auto& bytes : {with_header(ByteView(data, size)), Bytes(data, data + size)}) {
    if (const auto checkpoint = parse_checkpoint(bytes)) ZESTRON_ASSERT(checkpoint_bytes(*checkpoint) == bytes);
  }
  return 0;
}
