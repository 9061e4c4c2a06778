// A ledger record from bytes of any origin: whatever decodes, encodes to the same bytes.
#include "base/assert.hpp"
#include "chain/ledger/record.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const zestron::ByteView bytes(data, size);
  if (const auto record = zestron::chain::ledger::decode(bytes)) {
    const zestron::Bytes again = zestron::chain::ledger::encode(*record);
    ZESTRON_ASSERT(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
  }
  return 0;
}
