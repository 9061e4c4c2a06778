#include "base/assert.hpp"
#include "codec/transaction/transaction.hpp"

// What parses, serialises to the same bytes: the parser accepts one form only.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const zestron::ByteView wire(data, size);
  if (const auto transaction = zestron::codec::parse_transaction(wire)) {
    const auto again = transaction->serialize();
    ZESTRON_ASSERT(std::equal(again.begin(), again.end(), wire.begin(), wire.end()));
  }
  return 0;
}
