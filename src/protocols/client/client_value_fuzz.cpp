// Accounts, events and instruction data of all programs, from bytes that may be anything: what is read can be written, and what
// was written is read as the same.
#include "base/assert.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/value.hpp"

#include <cstddef>
#include <cstdint>

namespace {

namespace client = zestron::protocols::client;

void check(const client::Type& type, zestron::ByteView data) {
  const auto value = client::decode(type, data);
  if (!value) return;
  const auto bytes = client::encode(type, nlohmann::json(*value));
  ZESTRON_ASSERT(bytes.has_value());
  const auto again = client::decode(type, *bytes);
  ZESTRON_ASSERT(again && *again == *value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto programs = client::programs();
  const auto& program = programs[data[0] % programs.size()];
  const zestron::ByteView rest(data + 2, size - 2);
  const auto pick = [&](const auto& list) -> const auto& { return list[data[1] / 3 % list.size()]; };
  switch (data[1] % 3) {
    case 0: check(*pick(program.accounts).type, rest); break;
    case 1: check(*pick(program.events).type, rest); break;
    default: check(*pick(program.instructions).arguments, rest);
  }
  return 0;
}
